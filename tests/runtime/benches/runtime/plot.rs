//! `docs/growth.svg`: instructions by size, both axes logarithmic, so that what is linear rises as the dotted lines do.

use std::fmt::Write as _;

use crate::Grown;

/// The lines of the left plot, in an order in which neighbours differ for every eye.
const COLORS: [&str; 8] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#8a5cd6", "#7f7f7f"];

const STYLE: &str = "
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 13px }
.axis { stroke: #8c959f; stroke-width: 1 }
.grid { stroke: #8c959f; stroke-width: 1; opacity: .2 }
.linear { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 2 4 }
.line { fill: none; stroke-width: 2 }
.hostile { stroke: #0072b2; stroke-width: 1; opacity: .7 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .hostile { stroke: #56b4e9 } }
";

pub(crate) fn svg(growth: &[Grown]) -> String {
    let (hostile, usual): (Vec<&Grown>, Vec<&Grown>) = growth.iter().partition(|grown| grown.series.is_hostile);
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 400\" role=\"img\">\n");
    let _ = writeln!(svg, "<title>Instructions of a load by the size of what it reads</title>\n<style>{STYLE}</style>");

    let left = Plot { x: 60.0, width: 360.0, sizes: (0, 5), instructions: (4, 8) };
    left.frame(&mut svg, "What an operator writes", "size");
    for (i, grown) in usual.iter().enumerate() {
        let color = COLORS[i % COLORS.len()];
        left.line(&mut svg, grown, &format!("class=\"line\" stroke=\"{color}\""));
        let (x, y) = (left.x + (i % 2) as f64 * 185.0, BOTTOM + 50.0 + (i / 2) as f64 * 17.0);
        let _ = writeln!(svg, "<rect x=\"{x}\" y=\"{}\" width=\"14\" height=\"3\" fill=\"{color}\"/>", y - 5.0);
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{y}\">{}</text>", x + 20.0, grown.series.name);
    }

    let right = Plot { x: 520.0, width: 360.0, sizes: (3, 5), instructions: (4, 9) };
    right.frame(&mut svg, &format!("{} texts made to be slow", hostile.len()), "bytes");
    hostile.iter().for_each(|grown| right.line(&mut svg, grown, "class=\"line hostile\""));
    let _ = writeln!(svg, "<text x=\"{}\" y=\"{}\">dotted: linear growth</text>", right.x, BOTTOM + 50.0);
    svg.push_str("</svg>\n");
    svg
}

const TOP: f64 = 30.0;
const BOTTOM: f64 = 280.0;

/// One pair of axes; the ranges are powers of ten.
struct Plot {
    x: f64,
    width: f64,
    sizes: (i32, i32),
    instructions: (i32, i32),
}

impl Plot {
    fn at(&self, size: f64, instructions: f64) -> (f64, f64) {
        let part = |value: f64, (low, high): (i32, i32)| (value.log10() - f64::from(low)) / f64::from(high - low);
        (self.x + part(size, self.sizes) * self.width, BOTTOM - part(instructions, self.instructions) * (BOTTOM - TOP))
    }

    fn frame(&self, svg: &mut String, title: &str, unit: &str) {
        let (left, right) = (self.x, self.x + self.width);
        let _ = writeln!(svg, "<text class=\"title\" x=\"{left}\" y=\"18\">{title}: instructions</text>");
        for power in self.instructions.0..=self.instructions.1 {
            let (_, y) = self.at(1.0, 10f64.powi(power));
            let _ = writeln!(svg, "<path class=\"grid\" d=\"M{left} {y:.1}H{right}\"/>");
            let label = ["1", "10", "100", "1k", "10k", "100k", "1M", "10M", "100M", "1G"][power as usize];
            let _ = writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", left - 6.0, y + 4.0);
        }
        for power in self.sizes.0..=self.sizes.1 {
            let (x, _) = self.at(10f64.powi(power), 1.0);
            let label = ["1", "10", "100", "1k", "10k", "100k"][power as usize];
            let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", BOTTOM + 16.0);
        }
        let middle = left + self.width / 2.0;
        let _ = writeln!(svg, "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{unit}</text>", BOTTOM + 32.0);
        let _ = writeln!(svg, "<path class=\"axis\" d=\"M{left} {TOP}V{BOTTOM}H{right}\" fill=\"none\"/>");
        self.linear(svg);
    }

    /// One line for each power of ten, where both ends are within the axes.
    fn linear(&self, svg: &mut String) {
        let decades = self.sizes.1 - self.sizes.0;
        for power in self.instructions.0 - decades..self.instructions.1 {
            let start = (self.sizes.0 + (self.instructions.0 - power).max(0), power.max(self.instructions.0));
            let steps = (self.sizes.1 - start.0).min(self.instructions.1 - start.1);
            let (x, y) = self.at(10f64.powi(start.0), 10f64.powi(start.1));
            let (x2, y2) = self.at(10f64.powi(start.0 + steps), 10f64.powi(start.1 + steps));
            let _ = writeln!(svg, "<path class=\"linear\" d=\"M{x:.1} {y:.1}L{x2:.1} {y2:.1}\"/>");
        }
    }

    fn line(&self, svg: &mut String, grown: &Grown, attributes: &str) {
        let points: Vec<String> = (0..=grown.last())
            .map(|i| {
                let (x, y) = self.at(grown.size(i), grown.instructions[i]);
                format!("{x:.1},{y:.1}")
            })
            .collect();
        let _ = writeln!(svg, "<polyline {attributes} points=\"{}\"/>", points.join(" "));
    }
}

"""The crates that are measured: the same structs, read in the way of each library."""

from pathlib import Path

# One field: its name, its type where a URL is text, whether it may be unset.
THREE = [("database_url", "URL"), ("workers", "u16"), ("name", "Option<String>")]
EIGHT = [
    ("database_url", "URL"),
    ("events_url", "URL"),
    ("cache_url", "Option<URL>"),
    ("workers", "u16"),
    ("debug", "bool"),
    ("timeout", "u64"),
    ("name", "String"),
    ("region", "Option<String>"),
]


class Library:
    """How a struct is written and read with one library."""

    def __init__(self, name, dependencies, derive, load, field=None, container=None, url="String", cold_only=False):
        self.name = name
        self.dependencies = dependencies
        self.derive = derive
        # A generic function that reads any of the structs, so that the code of all of them is made.
        self.load = load
        self.field = field or (lambda number, name, ty: "")
        self.container = container or (lambda number: "")
        self.url = url
        # Another build of the same crate.
        self.cold_only = cold_only
        self.folder = name.replace(",", "").replace("`", "").replace(" ", "-")

    def struct(self, number, fields):
        lines = [f"#[derive({self.derive})]"]
        if attribute := self.container(number):
            lines.append(attribute)
        lines.append(f"pub struct Config{number} {{")
        for name, ty in fields:
            if attribute := self.field(number, name, ty):
                lines.append(f"    {attribute}")
            lines.append(f"    pub {name}: {ty.replace('URL', self.url)},")
        lines.append("}")
        return "\n".join(lines)

    def source(self, count, fields):
        structs = "\n\n".join(self.struct(number, fields) for number in range(count))
        loads = ", ".join(f"load::<Config{number}>" for number in range(count))
        return f"""#![allow(dead_code)]

{structs}

{self.load}

pub static LOADS: [fn(&str) -> bool; {count}] = [{loads}];

fn main() {{
    let arguments = std::env::args().skip(1);
    let read = arguments.zip(LOADS).filter(|(prefix, load)| load(prefix)).count();
    println!("{{read}}");
}}
"""

    def write(self, folder: Path, count, fields):
        """Writes the crate, unless it is there already: cargo looks at the time of its files."""
        name = folder.name
        manifest = f"""[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[dependencies]
{chr(10).join(self.dependencies)}

[profile.dev]
incremental = false
debug = false

[workspace]
"""
        (folder / "src").mkdir(parents=True, exist_ok=True)
        for path, text in [("Cargo.toml", manifest), ("src/main.rs", self.source(count, fields))]:
            path = folder / path
            if not path.exists() or path.read_text() != text:
                path.write_text(text)


def variable(number, name):
    return f"APP{number}_{name.upper()}"


def ours(number, name, ty):
    plain = "" if "URL" in ty else ", from_str"
    return f'#[database(env = "{name.upper()}"{plain})]'


ROOT = Path(__file__).resolve().parents[3]


def db_config(features):
    return f'db-config = {{ path = "{ROOT}/db-config", default-features = false, features = {features} }}'


SERDE = 'serde = { version = "=1.0.229", features = ["derive"] }'


def ours_with(name, features, cold_only=False):
    return Library(
        name,
        [db_config(features)],
        "db_config::DatabaseConfig",
        """fn load<T: db_config::DatabaseConfig>(_: &str) -> bool {
    T::from_env().is_ok()
}""",
        field=ours,
        container=lambda number: f'#[database(prefix = "APP{number}_")]',
        url="db_config::DatabaseUrl",
        cold_only=cold_only,
    )


# What the others are compared with.
OURS = "db-config"

LIBRARIES = [
    ours_with("db-config, without `idna`", '["derive"]', cold_only=True),
    ours_with(OURS, '["derive", "idna"]'),
    Library(
        "envconfig",
        ['envconfig = "=0.11.1"'],
        "Envconfig",
        """use envconfig::Envconfig;

fn load<T: envconfig::Envconfig>(_: &str) -> bool {
    T::init_from_env().is_ok()
}""",
        field=lambda number, name, ty: f'#[envconfig(from = "{variable(number, name)}")]',
    ),
    Library(
        "confique",
        ['confique = { version = "=0.4.0", default-features = false }'],
        "confique::Config",
        """fn load<T: confique::Config>(_: &str) -> bool {
    T::builder().env().load().is_ok()
}""",
        field=lambda number, name, ty: f'#[config(env = "{variable(number, name)}")]',
    ),
    Library(
        "conf",
        ['conf = { version = "=0.4.5", default-features = false }'],
        "conf::Conf",
        """fn load<T: conf::Conf>(_: &str) -> bool {
    T::try_parse().is_ok()
}""",
        container=lambda number: f'#[conf(env_prefix = "APP{number}_")]',
        field=lambda number, name, ty: "#[conf(env)]" if ty != "bool" else "#[conf(parameter, env)]",
    ),
    Library(
        "clap with env",
        ['clap = { version = "=4.6.9", features = ["derive", "env"] }'],
        "clap::Parser",
        """fn load<T: clap::Parser>(_: &str) -> bool {
    T::try_parse().is_ok()
}""",
        field=lambda number, name, ty: f'#[arg(long, env = "{variable(number, name)}")]',
    ),
    Library(
        "serde alone",
        [SERDE],
        "serde::Deserialize",
        """use serde::de::value::{Error, MapDeserializer};

fn load<T: serde::de::DeserializeOwned>(_: &str) -> bool {
    T::deserialize(MapDeserializer::<_, Error>::new(std::env::vars())).is_ok()
}""",
    ),
    Library(
        "envy",
        ['envy = "=0.4.2"', SERDE],
        "serde::Deserialize",
        """fn load<T: serde::de::DeserializeOwned>(prefix: &str) -> bool {
    envy::prefixed(prefix).from_env::<T>().is_ok()
}""",
    ),
    Library(
        "figment",
        ['figment = { version = "=0.10.19", features = ["env"] }', SERDE],
        "serde::Deserialize",
        """fn load<T: serde::de::DeserializeOwned>(prefix: &str) -> bool {
    figment::Figment::from(figment::providers::Env::prefixed(prefix)).extract::<T>().is_ok()
}""",
    ),
    Library(
        "config",
        ['config = { version = "=0.15.25", default-features = false }', SERDE],
        "serde::Deserialize",
        """fn load<T: serde::de::DeserializeOwned>(prefix: &str) -> bool {
    let builder = config::Config::builder().add_source(config::Environment::with_prefix(prefix).try_parsing(true));
    builder.build().is_ok_and(|read| read.try_deserialize::<T>().is_ok())
}""",
    ),
]

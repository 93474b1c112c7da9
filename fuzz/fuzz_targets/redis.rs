#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::clients::check(db_config::Backend::Redis, data));

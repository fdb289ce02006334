//! `policy key`, `policy sign`, `policy verify`: what maker and checker do with a policy before it goes to the bank's servers.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use serde_json::json;
use stepup::bundle::{Bundle, MAX_BUNDLE_BYTES, Signer, SigningKey, Terms};
use stepup::units::Timestamp;

use super::args::Asked;
use super::load::{sealed, text_upto};
use super::words::{identity, short_identity};
use super::{Answer, Failure, Screen, said};

/// Makes a key in a file that is not there yet, and says who signs with it.
pub fn key(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let path = asked.files.first().map_or(Path::new(""), |path| path);
    let secret = SigningKey::new_pkcs8().map_err(|error| Failure::Said(error.to_string()))?;
    let signer = SigningKey::from_pkcs8(&secret).map_err(|error| Failure::Said(error.to_string()))?.signer();
    let mut options = OpenOptions::new();
    // WHY: a key is never written over another one, and nobody else reads it.
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let name = path.display();
    let written =
        options.open(path).and_then(|mut file| file.write_all(&secret).and_then(|()| file.sync_all()));
    written.map_err(|error| {
        said(
            asked,
            format!("{name}: the key cannot be written: {error}"),
            format!("{name}：无法写入密钥：{error}"),
        )
    })?;
    writeln!(screen.out, "{signer}")?;
    Ok(Answer::Good)
}

/// Signs a policy as a new bundle, or a bundle once more.
pub fn sign(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let needed = |name: &str| {
        asked.value(name).ok_or_else(|| {
            said(
                asked,
                format!("`policy sign` needs `{name}`; see --help"),
                format!("`policy sign`需要`{name}`，见--help"),
            )
        })
    };
    let path = needed("--key")?;
    let secret = std::fs::read(path).map_err(|error| {
        said(asked, format!("{path}: cannot be read: {error}"), format!("{path}：无法读取：{error}"))
    })?;
    let key = SigningKey::from_pkcs8(&secret).map_err(|error| Failure::Said(format!("{path}: {error}")))?;
    let text = text_upto(asked, 0, MAX_BUNDLE_BYTES)?.text;
    let mut bundle = match Bundle::parse(&text) {
        Ok(_) if asked.value("--serial").or(asked.value("--from")).is_some() => {
            let en = "a bundle has its serial and instant already: sign it without `--serial` and `--from`";
            return Err(said(
                asked,
                en.into(),
                "该包已有序号与生效时间：不要再给出`--serial`与`--from`".into(),
            ));
        }
        Ok(bundle) => bundle,
        Err(_) => {
            let policy = sealed(asked, 0)?.policy;
            let serial = number(asked, "--serial", needed("--serial")?)?;
            if serial == 0 {
                let en = "serials begin at 1: one of 0 is above none, and nobody could put it in force";
                return Err(said(asked, en.into(), "序号从1开始：序号0不高于任何序号，无法启用".into()));
            }
            Bundle::new(&policy, serial, instant(asked, "--from", needed("--from")?)?)
        }
    };
    bundle.sign(&key).map_err(|error| Failure::Said(error.to_string()))?;
    write!(screen.out, "{bundle}")?;
    Ok(Answer::Good)
}

/// Checks a bundle as a server would.
pub fn verify(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let text = text_upto(asked, 0, MAX_BUNDLE_BYTES)?;
    let mut signers = Vec::new();
    for name in asked.values("--signer") {
        let signer = Signer::parse(name).map_err(|error| Failure::Said(format!("`{name}`: {error}")))?;
        if !signers.contains(&signer) {
            signers.push(signer);
        }
    }
    let needed = asked.value("--needed").map_or(Ok(2), |text| number(asked, "--needed", text))?;
    let needed = u8::try_from(needed).ok().filter(|needed| (1..=2).contains(needed)).ok_or_else(|| {
        let en = format!("`--needed {needed}`: a bundle carries one signature or two");
        said(asked, en, format!("`--needed {needed}`：签名包带一或两个签名"))
    })?;
    let serial = asked.value("--after").map_or(Ok(0), |text| number(asked, "--after", text))?;
    let now = match asked.value("--now") {
        Some(text) => instant(asked, "--now", text)?,
        None => {
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            Timestamp::from_seconds(u32::try_from(seconds).unwrap_or(u32::MAX))
        }
    };
    let opened = Bundle::open(&text.text, &Terms { signers: &signers, needed, now, serial });
    match opened {
        Ok(opened) => {
            let policy = &opened.sealed.policy;
            let by: Vec<String> = opened.signers.iter().map(ToString::to_string).collect();
            if asked.json {
                super::json(
                    screen,
                    &json!({ "holds": true, "policy": policy.name(), "identity": identity(policy), "serial": opened.serial, "signers": by }),
                )?;
            } else {
                let (name, identity, serial) = (policy.name(), short_identity(policy), opened.serial);
                writeln!(screen.out, "{name} {identity}, serial {serial}: signed by {}", by.join(", "))?;
            }
            Ok(Answer::Good)
        }
        Err(refused) => {
            if asked.json {
                super::json(screen, &json!({ "holds": false, "refused": refused.to_string() }))?;
            } else {
                writeln!(screen.out, "{}: {refused}", text.name)?;
            }
            Ok(Answer::Bad)
        }
    }
}

fn number(asked: &Asked, name: &str, text: &str) -> Result<u64, Failure> {
    text.parse().map_err(|_| {
        said(
            asked,
            format!("`{name} {text}`: write a whole number, such as `{name} 2`"),
            format!("`{name} {text}`：应为整数，如`{name} 2`"),
        )
    })
}

fn instant(asked: &Asked, name: &str, text: &str) -> Result<Timestamp, Failure> {
    let seconds = DateTime::parse_from_rfc3339(text).ok().and_then(|at| u32::try_from(at.timestamp()).ok());
    seconds.map(Timestamp::from_seconds).ok_or_else(|| {
        said(
            asked,
            format!(
                "`{name} {text}`: write an instant with its offset, such as `{name} 2027-01-15T00:00:00Z`"
            ),
            format!("`{name} {text}`：应为带时区的时刻，如`{name} 2027-01-15T00:00:00Z`"),
        )
    })
}

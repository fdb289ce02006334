//! The scorecard as written: points, edges, meanings of states, evidence groups and bands of risk.

use crate::document::conditions::SCORE_MOST;
use crate::document::desk::{Desk, Kind, Section};
use crate::document::tree::{At, Entry, Node};
use crate::fact::{Fact, Group, Measure, Metered, Ranked};
use crate::finding::{Code, Said};
use crate::scorecard::{Column, STATES};
use crate::signal::{Scale, Unit, freshness, scale};
use crate::units::{Currency, Span};

/// The longest age that a freshness tells apart, in seconds: 22 days.
pub const LONGEST_AGE: u32 = 22 * 86_400;

/// The most points that one level may have, either way.
pub const MOST_POINTS: i64 = 255;

impl<'a> Desk<'a> {
    /// One column for every measured ranked fact: the defaults of code, and what the policy changes.
    pub fn columns(&mut self, root: Section<'a>) -> Vec<Column> {
        let measured = || Ranked::ALL.iter().copied().filter(|fact| fact.is_measured());
        for key in ["levels", "state"] {
            if let Some(at) = root.get(key) {
                let section = self.table(at);
                let words: Vec<&str> = measured().map(Ranked::name).collect();
                self.only(section, &words);
            }
        }
        let card = root.get("scorecard").map(|at| self.table(at));
        if let Some(card) = card {
            let ranked = measured().filter(|fact| fact.has_points()).map(Ranked::name);
            let metered = Metered::ALL.iter().filter(|fact| fact.has_points()).map(|fact| fact.name());
            let words: Vec<&str> = ranked.chain(metered).collect();
            self.only(card, &words);
        }
        let under = |key: &str, fact: Ranked| root.get(key).and_then(|at| at.value.get(fact.name()));
        measured()
            .map(|fact| {
                let scale = scale(fact);
                let points = card.and_then(|card| card.get(fact.name())).filter(|_| fact.has_points());
                Column {
                    fact,
                    edges: self.edges(under("levels", fact), scale),
                    points: self.points(points, scale),
                    states: self.states(under("state", fact), scale),
                }
            })
            .collect()
    }

    /// Edges: the code's, unless moved; ascending.
    fn edges(&mut self, at: Option<&'a At<Node>>, scale: &Scale) -> Vec<i16> {
        let mut edges: Vec<u16> = scale.edges.to_vec();
        let Some(at) = at else { return edges.iter().map(|edge| edge.cast_signed()).collect() };
        let section = self.table(at);
        let movable = if scale.unit == Unit::Rank { &[][..] } else { scale.levels.get(1..).unwrap_or(&[]) };
        let words: Vec<&str> = movable.iter().map(|level| level.name).collect();
        self.only(section, &words);
        let mut last: Option<(u16, &str)> = None;
        for (level, edge) in movable.iter().zip(&mut edges) {
            let entry = section.entries.iter().find(|entry| entry.key.value == level.name);
            if let Some(moved) = entry.and_then(|entry| self.edge(&entry.value, scale.unit)) {
                *edge = moved;
            }
            if let Some((below, name)) = last
                && *edge <= below
            {
                let span = entry.map_or(&at.span, |entry| &entry.value.span);
                self.edges_fall(span, level.name, name, below, scale.unit, entry.is_some());
                *edge = below.saturating_add(1);
            }
            last = Some((*edge, level.name));
        }
        edges.iter().map(|edge| edge.cast_signed()).collect()
    }

    /// One edge: a measure, or for freshness an age.
    fn edge(&mut self, at: &'a At<Node>, unit: Unit) -> Option<u16> {
        if unit == Unit::Freshness {
            let minutes = self.duration(at)? / 60;
            let longest = Span::from_seconds(LONGEST_AGE);
            if minutes > LONGEST_AGE / 60 {
                let message =
                    Said::new(format!("ages are measured up to {longest}"), format!("最长可计量{longest}"));
                let mending =
                    Said::new(format!("write at most \"{longest}\""), format!("至多写\"{longest}\""));
                let edit = Self::perhaps(&at.span, format!("\"{longest}\""));
                self.report(Code::LimitExceeded, &at.span, message, mending, edit);
                return None;
            }
            return Some(freshness(minutes.saturating_sub(1)).max(1));
        }
        self.integer_in(at, 1, i64::from(Measure::MAX)).and_then(|number| u16::try_from(number).ok())
    }

    fn edges_fall(
        &mut self,
        span: &core::ops::Range<usize>,
        level: &str,
        lower: &str,
        below: u16,
        unit: Unit,
        written: bool,
    ) {
        let message = Said::new(
            format!("`{level}` begins no later than `{lower}` below it"),
            format!("`{level}`的边界不高于下一级`{lower}`"),
        );
        let (next, mending) = if unit == Unit::Freshness {
            let minutes = u32::from(Measure::MAX.saturating_sub(below));
            let age =
                (minutes > 0).then(|| format!("\"{}\"", Span::from_seconds(minutes.saturating_mul(60))));
            let said = match &age {
                Some(age) => Said::new(format!("write at most {age}"), format!("至多写{age}")),
                None => Said::new(
                    format!("write a longer age for `{lower}`: none is shorter than it has"),
                    format!("把`{lower}`写得更长：没有更短的时长了"),
                ),
            };
            (age, said)
        } else {
            let next = below.saturating_add(1).to_string();
            let said =
                Said::new(format!("write `{level}`, at least {next}"), format!("写`{level}`，至少{next}"));
            (Some(next), said)
        };
        let edit = next.filter(|_| written).and_then(|next| Self::perhaps(span, next));
        self.report(Code::EdgesOutOfOrder, span, message, mending, edit);
    }

    /// Points of each level: as written, an unwritten level as the one below it; never decreasing.
    fn points(&mut self, at: Option<&'a At<Node>>, scale: &Scale) -> Vec<i16> {
        let Some(at) = at else { return vec![0; scale.levels.len()] };
        let section = self.table(at);
        let words: Vec<&str> = scale.levels.iter().map(|level| level.name).collect();
        self.only(section, &words);
        let mut points: Vec<i16> = Vec::new();
        for level in scale.levels {
            let entry = section.entries.iter().find(|entry| entry.key.value == level.name);
            let below = points.last().copied();
            let written = entry.and_then(|entry| self.point(&entry.value));
            if let (Some(below), Some(here), Some(entry)) = (below, written, entry)
                && here < below
            {
                self.points_fall(entry, here, below);
            }
            points.push(written.or(below).unwrap_or(0).max(below.unwrap_or(i16::MIN)));
        }
        points
    }

    fn point(&mut self, at: &At<Node>) -> Option<i16> {
        self.integer_in(at, -MOST_POINTS, MOST_POINTS).and_then(|number| i16::try_from(number).ok())
    }

    fn points_fall(&mut self, entry: &Entry, here: i16, below: i16) {
        let name = &entry.key.value;
        let message = Said::new(
            format!(
                "`{name}` has {here} points, fewer than the {below} of the step below it; the riskier, the less"
            ),
            format!("`{name}`为{here}分，低于下一级的{below}分：风险更高分值反而更低"),
        );
        let mending = Said::new(format!("write at least {below}"), format!("至少写{below}"));
        let edit = Self::replace(&entry.value.span, below.to_string());
        self.report(Code::DecreasingPoints, &entry.value.span, message, mending, edit);
    }

    /// What each state stands for; never for an accusation.
    fn states(&mut self, at: Option<&'a At<Node>>, scale: &Scale) -> [u8; 5] {
        let mut states = STATES.map(|state| scale.of_state(state));
        let Some(at) = at else { return states };
        let section = self.table(at);
        let words = STATES.map(crate::fact::State::name);
        self.only(section, &words);
        let levels: Vec<&str> = scale.levels.iter().map(|level| level.name).collect();
        for (state, slot) in STATES.iter().zip(&mut states) {
            let Some(value) = section.get(state.name()) else { continue };
            let kind = Kind("level", "等级");
            let Some(level) = self.word(value, kind, |name| scale.level(name), &levels) else { continue };
            let worst = scale.worst_unaccused();
            if level > worst {
                let most = levels.get(usize::from(worst)).copied().unwrap_or("");
                let message = Said::new(
                    format!("`{state}` would accuse the customer; an outage must not read as a finding"),
                    format!("`{}`不得被读作指控：服务中断不是证据", state.name_zh()),
                );
                let mending = Said::new(format!("write at most \"{most}\""), format!("至多写\"{most}\""));
                let edit = Self::replace(&value.span, format!("\"{most}\""));
                self.report(Code::SilenceAccuses, &value.span, message, mending, edit);
            } else {
                *slot = level;
            }
        }
        states
    }

    /// Columns of metered facts: points from an amount or count up, never decreasing.
    pub fn metered_columns(
        &mut self,
        root: Section<'a>,
        currency: Currency,
    ) -> Vec<(Metered, Vec<(i64, i16)>)> {
        let mut columns = Vec::new();
        let Some(card) = root.get("scorecard") else { return columns };
        for entry in card.value.entries() {
            let Some(Fact::Metered(fact)) = Fact::from_name(&entry.key.value) else { continue };
            if !fact.has_points() {
                continue;
            }
            let section = self.table(&entry.value);
            let mut steps: Vec<(i64, i16, &Entry)> = Vec::new();
            for step in section.entries {
                let from = self.step(step, fact, currency);
                let points = self.point(&step.value);
                steps.extend(from.zip(points).map(|(from, points)| (from, points, step)));
            }
            steps.sort_by_key(|(from, _, _)| *from);
            for (earlier, later) in steps.iter().zip(steps.iter().skip(1)) {
                if earlier.0 == later.0 {
                    self.same_step(later.2);
                }
            }
            let mut below = 0;
            for (_, points, step) in &mut steps {
                if *points < below {
                    self.points_fall(step, *points, below);
                    *points = below;
                }
                below = *points;
            }
            columns.push((fact, steps.into_iter().map(|(from, points, _)| (from, points)).collect()));
        }
        columns.sort_by_key(|(fact, _)| fact.code());
        columns
    }

    fn same_step(&mut self, step: &Entry) {
        let key = &step.key.value;
        let message = Said::new(format!("`{key}` has points already"), format!("`{key}`已有分值"));
        let mending = Said::new("give each threshold points once", "每个阈值只写一次分值");
        self.report(Code::DuplicateId, &step.key.span, message, mending, None);
    }

    /// The threshold that a metered column's key names.
    fn step(&mut self, entry: &Entry, fact: Metered, currency: Currency) -> Option<i64> {
        let key = &entry.key.value;
        if fact.unit() == crate::fact::MeterUnit::Money {
            return self.amount(key, &entry.key.span, currency);
        }
        let number = key.parse::<i64>().ok().filter(|number| (0..=i64::from(Measure::MAX)).contains(number));
        if number.is_none() {
            let message = Said::new(format!("`{key}` is no count"), format!("`{key}`不是笔数"));
            let mending = Said::new("write a whole number from 0 up", "写非负整数");
            self.report(Code::BadAmount, &entry.key.span, message, mending, None);
        }
        number
    }

    /// Floor and cap of every evidence group; a score's span without one.
    pub fn groups(&mut self, root: Section<'a>) -> [(i16, i16); 8] {
        let open = i16::try_from(SCORE_MOST).unwrap_or(i16::MAX);
        let mut groups = [(open.saturating_neg(), open); 8];
        let Some(at) = root.get("group") else { return groups };
        let section = self.table(at);
        let words: Vec<&str> = Group::ALL.iter().map(|group| group.name()).collect();
        self.only(section, &words);
        for (group, slot) in Group::ALL.iter().zip(&mut groups) {
            let Some(at) = section.get(group.name()) else { continue };
            let own = self.table(at);
            self.only(own, &["floor", "cap"]);
            for (key, bound, above) in [("floor", &mut slot.0, false), ("cap", &mut slot.1, true)] {
                let Some(value) = own.get(key) else { continue };
                let Some(number) = self.integer_in(value, -SCORE_MOST, SCORE_MOST) else { continue };
                if (above && number < 0) || (!above && number > 0) {
                    let message = Said::new(
                        format!("the {key} of a group must leave zero possible"),
                        format!("证据组的`{key}`必须允许零分"),
                    );
                    let mending = Said::new("write 0, or its other side", "写0或另一侧的数");
                    self.report(
                        Code::GroupNotAroundZero,
                        &value.span,
                        message,
                        mending,
                        Self::perhaps(&value.span, "0"),
                    );
                } else {
                    *bound = i16::try_from(number).unwrap_or(*bound);
                }
            }
        }
        groups
    }

    /// The least score of the bands medium, high and critical; ascending.
    pub fn bands(&mut self, root: Section<'a>) -> [i16; 3] {
        let mut bands = [i16::MAX; 3];
        let Some(at) = root.get("risk") else {
            if self.is_torn() {
                return bands;
            }
            let message = Said::new("a policy needs a `[risk]`", "策略缺少`[risk]`");
            let mending = Said::new("say from which score each band begins", "写明各档的起始分");
            let end = root.span.end;
            let text = "\n[risk]\nmedium = 40\nhigh = 80\ncritical = 130\n";
            self.report(Code::MissingBand, &(0..0), message, mending, Self::perhaps(&(end..end), text));
            return bands;
        };
        let section = self.table(at);
        let words = ["medium", "high", "critical"];
        self.only(section, &words);
        let mut below: Option<i64> = None;
        for (word, band) in words.iter().zip(&mut bands) {
            let Some(value) = section.get(word) else {
                self.missing_band(section, word, below);
                continue;
            };
            let Some(number) = self.integer_in(value, -SCORE_MOST, SCORE_MOST) else { continue };
            if let Some(below) = below
                && number <= below
            {
                let least = below.saturating_add(1);
                let message = Said::new(
                    format!("`{word}` begins at {number}, not above the band below it ({below})"),
                    format!("`{word}`从{number}开始，不高于下一档（{below}）"),
                );
                let mending = Said::new(format!("write at least {least}"), format!("至少写{least}"));
                let edit = Self::perhaps(&value.span, least.to_string());
                self.report(Code::BandsOutOfOrder, &value.span, message, mending, edit);
            }
            below = Some(number.max(below.unwrap_or(i64::MIN)));
            *band = i16::try_from(number).unwrap_or(i16::MAX);
        }
        bands
    }

    fn missing_band(&mut self, section: Section<'a>, word: &str, below: Option<i64>) {
        let next = below.map_or(0, |below| below.saturating_add(1));
        let above = section.entries.iter().filter_map(|entry| match entry.value.value {
            Node::Integer(number) if number > next => Some(number),
            _ => None,
        });
        // Half-way to the next band, else a step of fifty points: room for the analyst to move it.
        let default = above
            .min()
            .map_or(next.saturating_add(49), |above| next.midpoint(above).min(above.saturating_sub(1)));
        let line = format!("{word} = {default}");
        let message =
            Said::new(format!("no score begins the band `{word}`"), format!("`{word}`档没有起始分"));
        let mending = Said::new(format!("write `{line}`"), format!("写上`{line}`"));
        let edit = self.insertion(section, &line);
        self.report(Code::MissingBand, section.span, message, mending, edit);
    }

    /// The span of all scores must stay within its limit.
    pub fn score_span(
        &mut self,
        columns: &[Column],
        metered: &[(Metered, Vec<(i64, i16)>)],
        root: Section<'a>,
    ) {
        let ends = columns.iter().filter_map(|column| column.points.first().zip(column.points.last()));
        let ranked = ends.map(|(least, most)| i64::from(*most).saturating_sub(i64::from(*least)));
        let counted =
            metered.iter().filter_map(|(_, steps)| steps.last()).map(|(_, points)| i64::from(*points));
        let span = ranked.chain(counted).fold(0, i64::saturating_add);
        if span > SCORE_MOST {
            let at = root.get("scorecard").map_or(0..0, |at| at.span.clone());
            let (found, most) =
                (usize::try_from(span).unwrap_or(0), usize::try_from(SCORE_MOST).unwrap_or(0));
            let things = Said::new("points between the least and the greatest score", "评分跨度的分值");
            self.too_many(&at, things, found, most);
        }
    }
}

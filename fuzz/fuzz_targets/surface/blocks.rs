//! The arguments of one call: blocks of memory that end where the library must stop, at odd addresses, null, or one of
//! them standing for another.

use stepup::ffi::layout::{Argument, Function, Layout, Passing, Record};
use stepup::ffi::records::{self, LAYOUTS};
use stepup::profile::Profile;

use crate::calls::{self, Value};
use crate::common::dice::Dice;
use crate::content;

/// One argument: a number, or memory with a few unused bytes in front, so that it begins at any address.
enum Block {
    Number(Value),
    Null,
    Memory {
        bytes: Vec<u8>,
        front: usize,
    },
    /// The same memory as an earlier argument's, from some byte on.
    Within(usize, usize),
}

pub struct Blocks(Vec<Block>);

fn layout_of(name: &str) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|layout| layout.name == name)
}

impl Blocks {
    /// Arguments for a function.
    pub fn of(function: &Function, dice: &mut Dice<'_>) -> Self {
        let mut blocks = Self(Vec::new());
        for argument in function.arguments {
            let block = blocks.next(function, argument, dice);
            blocks.0.push(block);
        }
        blocks.say_lengths(function, dice);
        if dice.chance(10) {
            blocks.overlap(function, dice);
        }
        blocks
    }

    /// Any argument on top of bytes or of a batch's array: those have their length from elsewhere, whatever is in them.
    fn overlap(&mut self, function: &Function, dice: &mut Dice<'_>) {
        let is_memory = |blocks: &Self, at: usize| matches!(blocks.0[at], Block::Memory { .. });
        let is_array = |argument: &Argument| {
            layout_of(argument.of).is_none()
                || function.name == "stepup_decide_batch" && matches!(argument.name, "requests" | "decisions")
        };
        // The handle of what was loaded is looked up afterwards.
        let may = |argument: &Argument| (function.name, argument.name) != ("stepup_policy_load", "policy");
        let (below, above) = (dice.below(function.arguments.len()), dice.below(function.arguments.len()));
        let right = below != above
            && [below, above].iter().all(|at| is_memory(self, *at) && may(&function.arguments[*at]))
            && is_array(&function.arguments[below])
            && !self.0.iter().any(|block| matches!(block, Block::Within(..)));
        let (long, short) = (self.length(below), self.length(above));
        if !right || short > long {
            return;
        }
        let place = dice.below(usize::try_from(long - short).unwrap_or(0) + 1);
        let own = match &self.0[above] {
            Block::Memory { bytes, front } => bytes[*front..].to_vec(),
            _ => return,
        };
        let Block::Memory { bytes, front } = &mut self.0[below] else { return };
        bytes[*front + place..*front + place + own.len()].copy_from_slice(&own);
        self.0[above] = Block::Within(below, place);
    }

    fn next(&mut self, function: &Function, argument: &Argument, dice: &mut Dice<'_>) -> Block {
        if argument.passing == Passing::Value {
            return Block::Number(number(argument, dice));
        }
        if dice.chance(4) {
            return Block::Null;
        }
        if let Some(layout) = layout_of(argument.of) {
            // Arrays of a batch get their length later, and rooms theirs from the form: nothing stands for those.
            if function.name != "stepup_decide_batch" && layout.name != "text" && dice.chance(8) {
                return self.within(layout, dice);
            }
            return memory(content::record(layout, dice), dice);
        }
        let bytes = match (function.name, argument.name) {
            (_, "profile" | "from" | "to") => content::profile(dice),
            (_, "canonical") => content::canonical(dice),
            (_, "reputation") => vec![0; 64],
            (_, "customer" | "pseudonym") => vec![7; 16],
            (_, "sha256") if dice.chance(80) => return Block::Null,
            (_, "sha256") => vec![7; 32],
            (_, "digits") => b"20260115090000".to_vec(),
            ("stepup_policy_load" | "stepup_policy_replace" | "stepup_policy_findings", "text") => {
                content::text(dice)
            }
            (_, "text") => dice
                .pick(&["face sms", "transfer", "GB82WEST12345698765432", "\u{3}\u{1}"])
                .as_bytes()
                .to_vec(),
            (_, "key") => vec![9; 40],
            (_, "packed") => vec![0x12, 0x34, 0x5c],
            // Numbers that are written; rooms and arrays get their length when the records are known.
            _ => vec![0; 8],
        };
        memory(bytes, dice)
    }

    /// A record that begins somewhere in an earlier argument's memory, whose bytes there say its size.
    fn within(&mut self, layout: &Layout, dice: &mut Dice<'_>) -> Block {
        let long = |block: &Block| matches!(block, Block::Memory { bytes, front } if bytes.len() - front >= layout.size);
        let Some(other) = self.0.iter().position(long) else { return Block::Null };
        let Block::Memory { bytes, front } = &mut self.0[other] else { return Block::Null };
        let place = dice.below(bytes.len() - *front - layout.size + 1);
        let at = *front + place;
        bytes[at..at + 4].copy_from_slice(&(layout.size as i32).to_ne_bytes());
        if place < 4 && place > 0 {
            // The other record's own size was written over: it must not say more than there is.
            bytes[*front..*front + 4].copy_from_slice(&0_i32.to_ne_bytes());
            bytes[at..at + 4].copy_from_slice(&0_i32.to_ne_bytes());
        }
        Block::Within(other, place)
    }

    /// Lengths that belong to memory, and memory that has the length which a record or a number says.
    fn say_lengths(&mut self, function: &Function, dice: &mut Dice<'_>) {
        let place = |name: &str| function.arguments.iter().position(|argument| argument.name == name);
        for (memory, length) in [("text", "length"), ("key", "key_length"), ("packed", "bytes")] {
            if let (Some(memory), Some(length)) = (place(memory), place(length)) {
                let has = self.length(memory);
                let said = *dice.pick(&[has, has, has, has, 0, -1, i64::from(i32::MAX), i64::from(i32::MIN)]);
                self.0[length] = Block::Number(said);
            }
        }
        if let (Some(area), Some(size)) = (place("area"), place("size")) {
            let size = if let Block::Number(size) = self.0[size] { size as i32 } else { 0 };
            self.resize(area, usize::try_from(size).unwrap_or(0).min(65_536));
        }
        if let (Some(buffer), Some(form)) = (place("buffer"), place("form")) {
            let has = self.capacity(form);
            self.resize(buffer, has);
        }
        if let Some(batch) = place("batch") {
            self.batch(batch, dice);
        }
    }

    /// How much room a form says there is, where that can be; more than the sanitizer should have to watch is made less.
    fn capacity(&mut self, form: usize) -> usize {
        const MOST: usize = 60_000;
        let said = self.read::<records::Text>(form).map_or(0, |form| form.capacity);
        let room = usize::try_from(said).unwrap_or(0);
        let field = core::mem::offset_of!(records::Text, capacity);
        if let Block::Memory { bytes, front } = &mut self.0[form]
            && room > MOST
            && said <= i64::from(i32::MAX)
        {
            bytes[*front + field..*front + field + 8].copy_from_slice(&(MOST as i64).to_ne_bytes());
        }
        if said > i64::from(i32::MAX) { 0 } else { room.min(MOST) }
    }

    /// The arrays of a batch, as long as its record says.
    fn batch(&mut self, batch: usize, dice: &mut Dice<'_>) {
        let stride = |dice: &mut Dice<'_>, least: i64| {
            *dice.pick(&[least, least, least, least + 3, least - 1, 0, -1, 1 << 40])
        };
        let (request, decision) =
            (records::Request::LAYOUT.size as i64, records::Decision::LAYOUT.size as i64);
        let strides = [stride(dice, request), stride(dice, Profile::BYTES as i64), stride(dice, decision)];
        let count = *dice.pick(&[0, 1, 2, 3, 3, -1, i32::MAX]);
        let profiles = *dice.pick(&[0, 1, 2, 2, -1]);
        let reserve = *dice.pick(&[0, 1, 1, 2]);
        let Block::Memory { bytes, front } = &mut self.0[batch] else { return };
        let mut put = |place: usize, said: &[u8]| {
            if let Some(to) = bytes.get_mut(*front + place..*front + place + said.len()) {
                to.copy_from_slice(said);
            }
        };
        put(4, &i32::to_ne_bytes(count));
        put(8, &i32::to_ne_bytes(profiles));
        put(12, &i32::to_ne_bytes(reserve));
        for (place, stride) in strides.iter().enumerate() {
            put(16 + 8 * place, &stride.to_ne_bytes());
        }
        let some = |count: i32| usize::try_from(count).ok().filter(|count| *count <= 3).unwrap_or(0);
        let long = |count: i32, stride: i64| {
            some(count) * usize::try_from(stride).ok().filter(|it| *it <= 4_096).unwrap_or(0)
        };
        // requests, profiles, indexes, decisions, statuses follow the batch in the table.
        let lengths = [
            long(count, strides[0]),
            long(profiles, strides[1]),
            4 * some(count),
            long(count, strides[2]),
            4 * some(count),
        ];
        for (number, length) in lengths.into_iter().enumerate() {
            self.array(batch + 1 + number, number, length, &strides, dice);
        }
    }

    /// One array of a batch: its first element repeated, at each stride.
    fn array(&mut self, at: usize, number: usize, length: usize, strides: &[i64; 3], dice: &mut Dice<'_>) {
        let element = match number {
            0 => content::record(&records::Request::LAYOUT, dice),
            1 => content::profile(dice),
            3 => content::record(&records::Decision::LAYOUT, dice),
            _ => dice.pick(&[0_i32, 0, 1, 2, -1]).to_ne_bytes().to_vec(),
        };
        let stride = match number {
            0 => strides[0],
            1 => strides[1],
            3 => strides[2],
            _ => 4,
        };
        let mut bytes = vec![0; length];
        for chunk in bytes.chunks_mut(usize::try_from(stride).unwrap_or(1).max(1)) {
            let end = chunk.len().min(element.len());
            chunk[..end].copy_from_slice(&element[..end]);
        }
        if !matches!(self.0[at], Block::Null) {
            self.0[at] = memory(bytes, dice);
        }
    }

    fn length(&self, at: usize) -> i64 {
        match &self.0[at] {
            Block::Memory { bytes, front } => (bytes.len() - front) as i64,
            _ => 0,
        }
    }

    fn resize(&mut self, at: usize, length: usize) {
        if let Block::Memory { bytes, front } = &mut self.0[at] {
            *bytes = vec![0; *front + length];
        }
    }

    /// A record as it lies there, where all of it does.
    fn read<R: Record>(&self, at: usize) -> Option<R> {
        let Block::Memory { bytes, front } = &self.0[at] else { return None };
        let own = &bytes[*front..];
        // SAFETY: as many bytes as the record has, and every sequence of bytes is one.
        (own.len() >= size_of::<R>()).then(|| unsafe { own.as_ptr().cast::<R>().read_unaligned() })
    }

    /// What goes into the call.
    pub fn values(&self) -> Vec<Value> {
        let value = |block: &Block| match block {
            Block::Number(number) => *number,
            Block::Null => 0,
            Block::Memory { bytes, front } => bytes[*front..].as_ptr().expose_provenance() as Value,
            Block::Within(..) => unreachable!("looked up below"),
        };
        self.0
            .iter()
            .map(|block| match block {
                Block::Within(other, place) => value(&self.0[*other]) + *place as Value,
                block => value(block),
            })
            .collect()
    }

    /// An error record tells the status, and a decision without one refuses; what was loaded is freed again.
    pub fn check(&self, function: &Function, status: i32) {
        if function.name == "stepup_policy_load" && status >= 0 {
            let handle = function.arguments.iter().position(|argument| argument.name == "policy");
            let Some(Block::Memory { bytes, front }) = handle.map(|place| &self.0[place]) else {
                panic!("no handle")
            };
            let handle = i64::from_ne_bytes(bytes[*front..].try_into().expect("a handle has eight bytes"));
            assert_eq!(calls::call("stepup_policy_free", &[handle, 0]), 0);
        }
        let aliased = self.0.iter().any(|block| matches!(block, Block::Within(..)));
        for (place, argument) in function.arguments.iter().enumerate() {
            if let Some(error) =
                self.read::<records::Error>(place).filter(|_| argument.of == "error" && !aliased)
            {
                // A longer one whose rest is not zero is of a later library, and nothing is told in it.
                let clean = error.size == records::Error::BLANK.size && status < 0;
                assert!(
                    !clean || error.status == status,
                    "{}: {status}, told {}",
                    function.name,
                    error.status
                );
            }
            let decision =
                self.read::<records::Decision>(place).filter(|_| argument.of == "decision" && !aliased);
            if let Some(decision) = decision.filter(|_| status < 0 && argument.name != "decisions") {
                let usable = (records::Decision::LAYOUT.first as i32..=65_536).contains(&decision.size);
                assert!(
                    !usable
                        || records::Decision { size: records::Decision::BLANK.size, ..decision }
                            == records::Decision::BLANK
                );
            }
        }
    }
}

fn memory(bytes: Vec<u8>, dice: &mut Dice<'_>) -> Block {
    let front = dice.below(8);
    let mut whole = vec![0; front];
    whole.extend_from_slice(&bytes);
    Block::Memory { bytes: whole, front }
}

fn number(argument: &Argument, dice: &mut Dice<'_>) -> Value {
    match argument.name {
        "policy" | "older" | "newer" => match dice.below(8) {
            0 => dice.next() as i64,
            1 => *dice.pick(&[0, -1, 1, i64::MAX, i64::MIN, 0x2020_2020, 0x4040_4040]),
            _ => content::policy(),
        },
        "at" | "transfer_at" => *dice.pick(&[0, 1_790_000_000, -1, i64::MAX, 1 << 32]),
        "size" => *dice.pick(&[0, 4, 40, 504, 760, 248, 65_536, 65_537, -1, i64::from(i32::MIN)]),
        "currency_number" => *dice.pick(&[156, 392, 0, 999, -1]),
        _ => *dice.pick(&[
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            10,
            19,
            33,
            34,
            -1,
            14,
            i64::from(i32::MAX),
            i64::from(i32::MIN),
        ]),
    }
}

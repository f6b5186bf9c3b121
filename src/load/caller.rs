//! Who asks for a reading, and alone has the terminal.

use super::note::Note;
use crate::source::Input;
use crate::store::Who;

/// Who asks: hears at once what stands out, and lends what only the command line has.
pub(crate) trait Caller {
    fn tell(&self, note: &Note);
    /// Told before the first order comes: orders may be in several currencies.
    fn may_vary_in_currency(&self, may: bool);
    /// Standard input, where it is named among the files.
    fn standard_input(&self) -> Input;
    /// Hears how far a reading of so many bytes has come; `None`: nobody knows how many.
    fn progress(&self, size: Option<u64>) -> Box<dyn Progress>;
    /// Who imports.
    fn who(&self) -> Who;
}

/// How far a reading has come.
pub(crate) trait Progress {
    /// Bytes of the file that is being read; told often.
    fn at(&mut self, bytes: u64);
    /// The file is finished, of so many bytes.
    fn file_done(&mut self, bytes: u64);
}

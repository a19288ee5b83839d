package dev.netc.cli;

/** What the process says when it ends. */
final class ExitCode {
  /** All went well. */
  static final int OK = 0;

  /** The program has errors; they have been shown. */
  static final int PROGRAM = 1;

  /** The call is wrong: an argument, a path, a file that does not hold what it should. */
  static final int USAGE = 2;

  /** netc itself is wrong; {@code EX_SOFTWARE} of {@code sysexits.h}. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}

package dev.netc.compiler.diagnostics;

/** Whether rendered text carries colours. */
public enum Colors {
  /** Plain text. */
  NONE,
  /** ANSI escape sequences, for terminals. */
  ANSI
}

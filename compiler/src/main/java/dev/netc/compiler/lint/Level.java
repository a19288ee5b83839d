package dev.netc.compiler.lint;

/** What becomes of a warning. */
public enum Level {
  /** It is not shown. */
  ALLOW,
  /** It is shown. */
  WARN,
  /** It is an error. */
  DENY
}

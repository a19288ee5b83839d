package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.List;

/** One check for what is most likely a mistake, though the language allows it. */
public interface Lint {

  /** The code of its warnings, such as {@code W0311}; all of them have the same. */
  String code();

  /** Its name for people: words with hyphens, such as {@code unused}. */
  String name();

  /** What becomes of its warnings if nobody says otherwise. */
  default Level level() {
    return Level.WARN;
  }

  /** The warnings for a program without errors, in any order. */
  List<Diagnostic> check(Subject subject);
}

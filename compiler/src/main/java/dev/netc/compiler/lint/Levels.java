package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the user wants to become of warnings.
 *
 * @param byCode for single codes; this goes before what is said of all
 * @param all for all others but those that one has to ask for; empty if each is as its lint says
 */
public record Levels(Map<String, Level> byCode, Optional<Level> all) {

  /** Nothing in particular. */
  public static final Levels DEFAULT = new Levels(Map.of(), Optional.empty());

  /** Keeps its own copy of the map. */
  public Levels {
    byCode = Map.copyOf(byCode);
  }

  /** What becomes of a code's warnings. */
  public Level of(String code) {
    Level own = byCode.get(code);
    Level usual = Lints.level(code);
    return own != null ? own : usual == Level.ALLOW ? usual : all.orElse(usual);
  }

  /** The diagnostics that are wanted, with the weight that is wanted. Errors stay. */
  public List<Diagnostic> weigh(List<Diagnostic> diagnostics) {
    return diagnostics.stream().flatMap(this::weigh).toList();
  }

  private Stream<Diagnostic> weigh(Diagnostic diagnostic) {
    if (diagnostic.isError()) {
      return Stream.of(diagnostic);
    }
    return switch (of(diagnostic.code())) {
      case ALLOW -> Stream.empty();
      case WARN -> Stream.of(diagnostic);
      case DENY -> Stream.of(diagnostic.withSeverity(Severity.ERROR));
    };
  }
}

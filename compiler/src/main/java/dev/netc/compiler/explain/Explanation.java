package dev.netc.compiler.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The page of one kind of diagnostic.
 *
 * @param code its stable name, such as {@code E0301}
 * @param title what is wrong, in a few words: lower case, no full stop
 * @param text the whole page in Markdown, its heading first
 * @param wrong a small program that gets this diagnostic
 * @param right the same program as it was meant
 */
public record Explanation(String code, String title, String text, String wrong, String right) {
  private static final String INDEX = "index.txt";
  private static final Pattern PROGRAM = Pattern.compile("```netc\n(.*?)```", Pattern.DOTALL);

  /** The page of a code, in upper or lower case; empty if there is no such code. */
  public static Optional<Explanation> of(String code) {
    String known = code.toUpperCase(Locale.ROOT);
    return codes().contains(known) ? Optional.of(parse(read(known + ".md"))) : Optional.empty();
  }

  /** The codes that have a page: errors, then warnings, each by number. */
  public static List<String> codes() {
    return read(INDEX).lines().filter(line -> !line.isBlank()).toList();
  }

  private static Explanation parse(String text) {
    String heading = text.lines().findFirst().orElseThrow();
    int colon = heading.indexOf(": ");
    List<String> programs = PROGRAM.matcher(text).results().map(Explanation::program).toList();
    if (!heading.startsWith("# ") || colon < 0 || programs.size() != 2) {
      throw new IllegalStateException("not the page of a code: " + heading);
    }
    return new Explanation(
        heading.substring(2, colon),
        heading.substring(colon + 2),
        text,
        programs.get(0),
        programs.get(1));
  }

  private static String program(MatchResult block) {
    return block.group(1);
  }

  private static String read(String name) {
    try (InputStream stream = Explanation.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the compiler's jar lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

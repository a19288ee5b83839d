package dev.netc.compiler.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes a text that fails smaller, as long as it fails: first by lines, then by words and
 * characters.
 */
final class Shrinking {
  private static final List<Pattern> GRAINS =
      List.of(
          Pattern.compile(".*\\R|.+", Pattern.UNICODE_CHARACTER_CLASS),
          Pattern.compile("\\w+|\\s+|[^\\w\\s]"),
          Pattern.compile("(?s)."));

  private final Predicate<String> fails;
  private int trials;

  private Shrinking(Predicate<String> fails, int trials) {
    this.fails = fails;
    this.trials = trials;
  }

  /**
   * A small text that fails.
   *
   * @param text a text that fails
   * @param fails whether a text fails in the same way
   * @param trials how often that may be asked
   */
  static String shrink(String text, Predicate<String> fails, int trials) {
    Shrinking shrinking = new Shrinking(fails, trials);
    String smallest = text;
    for (Pattern grain : GRAINS) {
      smallest = shrinking.shrink(smallest, grain);
    }
    return smallest;
  }

  /** Leaves out runs of parts, of half of all at first, then of ever fewer. */
  private String shrink(String text, Pattern grain) {
    List<String> parts = grain.matcher(text).results().map(MatchResult::group).toList();
    for (int length = Math.max(1, parts.size() / 2); length >= 1; length /= 2) {
      int start = 0;
      while (start < parts.size() && trials > 0) {
        List<String> rest = new ArrayList<>(parts.subList(0, start));
        rest.addAll(parts.subList(Math.min(parts.size(), start + length), parts.size()));
        trials--;
        if (fails.test(String.join("", rest))) {
          parts = rest;
        } else {
          start += length;
        }
      }
    }
    return String.join("", parts);
  }
}

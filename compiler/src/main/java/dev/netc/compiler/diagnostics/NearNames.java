package dev.netc.compiler.diagnostics;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the names that somebody may have meant. */
public final class NearNames {
  private static final int MOST = 3;
  private static final int SHORTEST_WORD = 4;

  private NearNames() {}

  /**
   * The known names that a wrong one may stand for: what another framework calls it first, then by
   * edit distance without regard to case and underscores, then those of the same kind, as a capital
   * letter says, then by name.
   *
   * @param wrong a name that nothing bears
   * @param known the names that there are
   * @return the best first, three at most; empty if none is near
   */
  public static List<String> of(String wrong, Collection<String> known) {
    Optional<String> foreign = ForeignNames.find(wrong).filter(known::contains);
    if (foreign.isPresent()) {
      return List.of(foreign.get());
    }
    String folded = fold(wrong);
    int allowed = Math.max(1, folded.length() / 3);
    record Candidate(String name, int distance) {}
    return known.stream()
        .filter(name -> name.length() >= folded.length() - allowed)
        .map(name -> new Candidate(name, distance(folded, fold(name), allowed)))
        .filter(candidate -> candidate.distance() <= allowed)
        .distinct()
        .filter(candidate -> candidate.distance() < fold(candidate.name()).length())
        .sorted(
            Comparator.comparing(Candidate::distance)
                .thenComparing(candidate -> startsAlike(wrong, candidate.name()) ? 0 : 1)
                .thenComparing(Candidate::name))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  /**
   * The known name that a wrong one surely stands for: what another framework calls it, or the only
   * one that differs in case and underscores alone.
   */
  public static Optional<String> same(String wrong, Collection<String> known) {
    Optional<String> foreign = ForeignNames.find(wrong).filter(known::contains);
    return foreign.or(
        () ->
            of(wrong, known).stream().findFirst().filter(first -> fold(first).equals(fold(wrong))));
  }

  /**
   * The only known name of which a wrong one is a word, or near to one: {@code kernl} for {@code
   * kernel_size}.
   */
  public static Optional<String> withWord(String wrong, Collection<String> known) {
    List<String> having = known.stream().filter(name -> isWordOf(fold(wrong), name)).toList();
    return having.size() == 1 ? Optional.of(having.get(0)) : Optional.empty();
  }

  private static boolean isWordOf(String folded, String name) {
    return name.contains("_")
        && folded.length() >= SHORTEST_WORD
        && Pattern.compile("_")
            .splitAsStream(name)
            .anyMatch(
                word -> word.length() >= SHORTEST_WORD && distance(folded, fold(word), 1) <= 1);
  }

  private static boolean startsAlike(String a, String b) {
    return !a.isEmpty()
        && !b.isEmpty()
        && Character.isUpperCase(a.charAt(0)) == Character.isUpperCase(b.charAt(0));
  }

  private static String fold(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /**
   * The number of letters to insert, delete, replace or swap with their neighbour (optimal string
   * alignment), or more than {@code limit} where the lengths alone differ by more.
   */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      int least = Integer.MAX_VALUE;
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, cost);
        least = Math.min(least, cost[i][j]);
      }
      if (least > limit) {
        // The row before has none less than this but one, and neither has a swap.
        return limit + 1;
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int i, int j, int[][] cost) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}

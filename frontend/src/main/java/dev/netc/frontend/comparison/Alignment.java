package dev.netc.frontend.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds what two lists have in common, in order: the longest common subsequence. */
final class Alignment {
  /** Lists whose product is beyond this are only compared at their ends. */
  private static final long MOST_CELLS = 16_000_000;

  private Alignment() {}

  /** Elements that are the same, or one that is in one list only. */
  record Pair<T>(Optional<T> before, Optional<T> after) {}

  /** Both lists in order; elements are the same if what is compared of them is equal. */
  static <T> List<Pair<T>> of(List<T> old, List<T> now, Function<T, String> compared) {
    int start = 0;
    int oldEnd = old.size();
    int newEnd = now.size();
    while (start < Math.min(oldEnd, newEnd) && same(old.get(start), now.get(start), compared)) {
      start++;
    }
    while (oldEnd > start
        && newEnd > start
        && same(old.get(oldEnd - 1), now.get(newEnd - 1), compared)) {
      oldEnd--;
      newEnd--;
    }
    List<Pair<T>> pairs = new ArrayList<>();
    for (int i = 0; i < start; i++) {
      pairs.add(new Pair<>(Optional.of(old.get(i)), Optional.of(now.get(i))));
    }
    pairs.addAll(middle(old.subList(start, oldEnd), now.subList(start, newEnd), compared));
    for (int i = 0; oldEnd + i < old.size(); i++) {
      pairs.add(new Pair<>(Optional.of(old.get(oldEnd + i)), Optional.of(now.get(newEnd + i))));
    }
    return pairs;
  }

  private static <T> boolean same(T a, T b, Function<T, String> compared) {
    return compared.apply(a).equals(compared.apply(b));
  }

  private static <T> List<Pair<T>> middle(List<T> old, List<T> now, Function<T, String> compared) {
    List<Pair<T>> pairs = new ArrayList<>();
    if ((long) old.size() * now.size() > MOST_CELLS) {
      old.forEach(each -> pairs.add(new Pair<>(Optional.of(each), Optional.empty())));
      now.forEach(each -> pairs.add(new Pair<>(Optional.empty(), Optional.of(each))));
      return pairs;
    }
    int[][] longest = new int[old.size() + 1][now.size() + 1];
    for (int i = 1; i <= old.size(); i++) {
      for (int j = 1; j <= now.size(); j++) {
        longest[i][j] =
            same(old.get(i - 1), now.get(j - 1), compared)
                ? longest[i - 1][j - 1] + 1
                : Math.max(longest[i - 1][j], longest[i][j - 1]);
      }
    }
    int i = old.size();
    int j = now.size();
    while (i > 0 || j > 0) {
      if (i > 0 && j > 0 && same(old.get(i - 1), now.get(j - 1), compared)) {
        pairs.add(new Pair<>(Optional.of(old.get(--i)), Optional.of(now.get(--j))));
      } else if (j > 0 && (i == 0 || longest[i][j - 1] >= longest[i - 1][j])) {
        pairs.add(new Pair<>(Optional.empty(), Optional.of(now.get(--j))));
      } else {
        pairs.add(new Pair<>(Optional.of(old.get(--i)), Optional.empty()));
      }
    }
    Collections.reverse(pairs);
    return pairs;
  }
}

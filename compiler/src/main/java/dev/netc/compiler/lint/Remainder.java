package dev.netc.compiler.lint;

import dev.netc.compiler.ir.Dim;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

/**
 * For which values of a size that is known at run time only something is lost: which remainders it
 * leaves, divided by a number.
 *
 * @param subject what is divided, such as {@code H} or {@code floor(H / 2)}
 * @param divisor what it is divided by
 * @param losing the remainders with which something is lost
 * @param keeping those with which nothing is
 * @param most how much is lost at most
 */
record Remainder(String subject, long divisor, Set<Long> losing, Set<Long> keeping, long most) {
  private static final long MOST_SEEN = 128;

  /**
   * The remainders of a size, if something is lost with any.
   *
   * @param size depends on one free name alone
   * @param loss how much is lost where the free name has a value; the same wherever the size leaves
   *     the same remainder
   * @param divisor the stride that the loss comes from
   */
  static Optional<Remainder> of(Dim size, long divisor, LongUnaryOperator loss) {
    String name = size.freeNames().first();
    boolean even = size.factorOf(name).isPresent();
    Set<Long> losing = new TreeSet<>();
    Set<Long> keeping = new TreeSet<>();
    long most = 0;
    for (long value = 1; value <= MOST_SEEN; value++) {
      long lost = loss.applyAsLong(value);
      long divided = even ? value : size.evaluate(Map.of(name, value));
      (lost > 0 ? losing : keeping).add(Math.floorMod(divided, divisor));
      most = Math.max(most, lost);
    }
    return losing.isEmpty()
        ? Optional.empty()
        : Optional.of(new Remainder(even ? name : size.toString(), divisor, losing, keeping, most));
  }

  /** {@code when H is odd}; empty if something is lost whatever the size. */
  String words() {
    if (keeping.isEmpty()) {
      return "";
    } else if (divisor == 2) {
      return "when " + subject + " is " + (losing.contains(1L) ? "odd" : "even");
    } else if (keeping.equals(Set.of(0L))) {
      return "unless " + subject + " is a multiple of " + divisor;
    } else if (losing.equals(Set.of(0L))) {
      return "when " + subject + " is a multiple of " + divisor;
    }
    boolean few = losing.size() <= keeping.size();
    return (few ? "when " : "unless ")
        + "%s %% %d is %s".formatted(subject, divisor, alternatives(few ? losing : keeping));
  }

  private static String alternatives(Set<Long> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(" or "));
  }

  /** What to write for the free name, so that nothing is lost, if there is one such form. */
  Optional<Dim> keptForm() {
    boolean isName = subject.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    if (!isName || keeping.size() != 1) {
      return Optional.empty();
    }
    long rest = keeping.iterator().next();
    return Optional.of(Dim.free(subject).times(divisor).plus(rest == 0 ? 0 : rest - divisor));
  }
}

package dev.netc.compiler.memory;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimesTest {
  private static final int LAST = 40;

  /** The same stretches as times and as bits. */
  private record Pair(Times times, BitSet bits) {
    static Pair random(Random random, int stretches) {
      Pair pair = new Pair(new Times(), new BitSet());
      for (int i = 0; i < stretches; i++) {
        int from = random.nextInt(LAST);
        int to = from + random.nextInt(6);
        pair.times.add(from, to);
        pair.bits.set(from, to);
      }
      return pair;
    }

    void check() {
      for (int time = 0; time <= LAST + 6; time++) {
        assertWithMessage("%s in %s", time, bits)
            .that(times.contains(time))
            .isEqualTo(bits.get(time));
      }
      assertThat(times.end()).isEqualTo(bits.length());
    }
  }

  @Test
  void timesAreASet() {
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      Pair first = Pair.random(random, random.nextInt(6));
      Pair second = Pair.random(random, random.nextInt(4));
      first.check();
      assertWithMessage("%s and %s", first.bits, second.bits)
          .that(first.times.intersects(second.times))
          .isEqualTo(first.bits.intersects(second.bits));
      first.times.addAll(second.times);
      first.bits.or(second.bits);
      first.check();
    }
  }

  @Test
  void stretchesThatTouchAreOne() {
    Times times = new Times();
    times.add(4, 6);
    times.add(1, 2);
    times.add(2, 4);
    assertThat(times.stretches()).containsExactly(1, 6);
  }

  @Test
  void aStretchMoreIsInTheCopyOnly() {
    Times times = new Times();
    times.add(1, 2);
    Times more = times.with(5, 7);
    assertThat(more.contains(6)).isTrue();
    assertThat(times.contains(6)).isFalse();
  }
}

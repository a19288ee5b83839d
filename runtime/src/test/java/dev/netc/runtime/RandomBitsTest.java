package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

final class RandomBitsTest {
  /** Known answer of Random123 for a counter and a key of zeros. */
  @Test
  void isPhilox() {
    int[] words = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    for (int i = 0; i < 4; i++) {
      assertThat(RandomBits.at(0, 0, i)).isEqualTo(words[i]);
    }
  }

  @Test
  void seedStreamAndIndexEachMatter() {
    int word = RandomBits.at(7, 1, 10);
    assertThat(RandomBits.at(7 + (1L << 40), 1, 10)).isNotEqualTo(word);
    assertThat(RandomBits.at(8, 1, 10)).isNotEqualTo(word);
    assertThat(RandomBits.at(7, 2, 10)).isNotEqualTo(word);
    assertThat(RandomBits.at(7, 1, 10 + (1L << 40))).isNotEqualTo(word);
  }

  @Test
  void uniformHasItsBoundsMeanAndDeviation() {
    float[] values = new float[100_000];
    Initializer.uniform(values, 0, values.length, -0.5, 1.5, 3, 2);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      assertThat(value).isAtLeast(-0.5f);
      assertThat(value).isLessThan(1.5f);
      sum += value;
      squares += (value - 0.5) * (value - 0.5);
    }
    assertThat(sum / values.length).isWithin(0.01).of(0.5);
    assertThat(Math.sqrt(squares / values.length)).isWithin(0.01).of(2 / Math.sqrt(12));
  }

  @Test
  void normalHasItsMomentsAndTails() {
    double[] values = new double[100_000];
    Initializer.normal(values, 0, values.length, 2, 3, 4, 0);
    double sum = 0;
    double squares = 0;
    int within = 0;
    for (double value : values) {
      sum += value;
      squares += (value - 2) * (value - 2);
      within += Math.abs(value - 2) < 3 ? 1 : 0;
    }
    assertThat(sum / values.length).isWithin(0.05).of(2);
    assertThat(Math.sqrt(squares / values.length)).isWithin(0.05).of(3);
    assertThat((double) within / values.length).isWithin(0.01).of(0.6827);
  }

  @Test
  void aPartIsFilledAsAnArrayOfItsOwn() {
    float[] alone = new float[5];
    Initializer.normal(alone, 0, 5, 0, 1, 9, 3);
    float[] part = new float[9];
    Initializer.normal(part, 2, 5, 0, 1, 9, 3);
    assertThat(part[1]).isEqualTo(0f);
    assertThat(part[7]).isEqualTo(0f);
    for (int i = 0; i < 5; i++) {
      assertThat(part[2 + i]).isEqualTo(alone[i]);
    }
  }
}

package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConvolutionTest {
  private static final double TOLERANCE = 2e-4;

  @Test
  void kernelsAgreeWithTheDefinition() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      ConvolutionControl.random(random).check(TOLERANCE);
    }
  }

  @Test
  void kernelsAgreeWhereAnImageSpansSeveralPanels() {
    Random random = new Random(2);
    new ConvolutionControl(random, 2, new int[] {2, 30, 31, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1})
        .check(TOLERANCE);
    new ConvolutionControl(random, 1, new int[] {3, 60, 50, 2, 5, 3, 2, 1, 1, 2, 2, 1, 1, 2, 1})
        .check(TOLERANCE);
  }

  @Test
  void kernelsAgreeWithManyChannels() {
    Random random = new Random(3);
    new ConvolutionControl(random, 2, new int[] {4, 9, 8, 64, 2, 2, 1, 1, 0, 1, 0, 0, 1, 1, 1})
        .check(TOLERANCE);
    new ConvolutionControl(random, 3, new int[] {70, 5, 4, 300, 2, 2, 1, 1, 0, 1, 0, 0, 1, 1, 1})
        .check(2 * TOLERANCE);
    new ConvolutionControl(random, 3, new int[] {280, 6, 6, 4, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2})
        .check(TOLERANCE);
  }

  @Test
  void kernelsAgreeForAnyNumberOfFilters() {
    Random random = new Random(5);
    for (int filters = 1; filters <= 19; filters++) {
      int[] geometry = {3, 13, 15, filters, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1};
      new ConvolutionControl(random, 2, geometry).check(TOLERANCE);
    }
  }

  @Test
  void kernelsAgreeForManyFilters() {
    Random random = new Random(10);
    for (int filters : new int[] {47, 48, 50, 54, 96, 101, 200}) {
      int[] whole = {11, 9, 10, filters, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1};
      new ConvolutionControl(random, 3, whole).check(TOLERANCE);
      int[] strided = {54, 13, 12, filters, 3, 2, 2, 2, 1, 0, 1, 1, 1, 1, 1};
      new ConvolutionControl(random, 2, strided).check(2 * TOLERANCE);
      int[] grouped = {98, 7, 6, 2 * filters, 1, 3, 1, 2, 0, 1, 0, 1, 1, 1, 2};
      new ConvolutionControl(random, 2, grouped).check(2 * TOLERANCE);
    }
  }

  @Test
  void kernelsAgreeOnChannelsByThemselves() {
    Random random = new Random(6);
    for (int width : new int[] {7, 16, 32}) {
      for (int stride = 1; stride <= 2; stride++) {
        int[] padded = {5, 11, width, 5, 3, 3, stride, stride, 1, 1, 1, 1, 1, 1, 5};
        new ConvolutionControl(random, 3, padded).check(TOLERANCE);
        int[] bare = {4, 9, width + 2, 4, 3, 3, stride, stride, 0, 0, 0, 0, 1, 1, 4};
        new ConvolutionControl(random, 2, bare).check(TOLERANCE);
      }
    }
  }

  @Test
  void kernelsAgreeWithWindowsOfOnePixel() {
    Random random = new Random(7);
    for (int stride = 1; stride <= 2; stride++) {
      int[] whole = {20, 8, 8, 24, 1, 1, stride, stride, 0, 0, 0, 0, 1, 1, 1};
      new ConvolutionControl(random, 4, whole).check(TOLERANCE);
      int[] odd = {9, 7, 5, 7, 1, 1, stride, stride, 0, 0, 0, 0, 1, 1, 1};
      new ConvolutionControl(random, 3, odd).check(TOLERANCE);
    }
  }

  @Test
  void kernelsAgreeWhereTheWindowIsTheImage() {
    Random random = new Random(8);
    int[] geometry = {6, 7, 7, 40, 7, 7, 7, 7, 0, 0, 0, 0, 1, 1, 1};
    new ConvolutionControl(random, 20, geometry).check(2 * TOLERANCE);
  }

  @Test
  void winogradAgreesWithTheDefinition() {
    Random random = new Random(9);
    for (int trial = 0; trial < 100; trial++) {
      int[] geometry = winograd(random, 12, 20);
      int batch = 1 + random.nextInt(5);
      new ConvolutionControl(random, batch, geometry).byWinograd().check(TOLERANCE);
    }
    for (int[] geometry :
        new int[][] {
          {70, 30, 31, 40, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1},
          {301, 7, 7, 25, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1},
          {3, 5, 2100, 2, 3, 3, 1, 1, 0, 1, 2, 0, 1, 1, 1}
        }) {
      new ConvolutionControl(random, 3, geometry).byWinograd().check(2 * TOLERANCE);
    }
  }

  /** A random geometry that Winograd's algorithm takes. */
  private static int[] winograd(Random random, int channels, int size) {
    return new int[] {
      1 + random.nextInt(channels),
      1 + random.nextInt(size),
      1 + random.nextInt(size),
      1 + random.nextInt(channels),
      3,
      3,
      1,
      1,
      1 + random.nextInt(2),
      1 + random.nextInt(2),
      1 + random.nextInt(2),
      1 + random.nextInt(2),
      1,
      1,
      1
    };
  }

  @Test
  void winogradPaysFromSomeSamplesOn() {
    Convolution defined = new Convolution(4, 8, 8, 6, 3, 3);
    Convolution winograd = defined.winograd(3);
    assertThat(winograd.over(2)).isSameInstanceAs(defined);
    assertThat(winograd.over(3)).isSameInstanceAs(winograd);
    assertThat(defined.over(3)).isSameInstanceAs(defined);
  }

  @Test
  void winogradTakesWindowsOfThreeWithStrideOne() {
    Convolution conv = new Convolution(4, 8, 8, 6, 3, 3);
    assertThrows(IllegalArgumentException.class, () -> conv.stride(1, 2).winograd(1));
    assertThrows(IllegalArgumentException.class, () -> conv.dilation(2, 1).winograd(1));
    assertThrows(IllegalArgumentException.class, () -> conv.groups(2).winograd(1));
    assertThrows(IllegalArgumentException.class, () -> conv.padding(0, 3, 0, 0).winograd(1));
    assertThrows(IllegalArgumentException.class, () -> conv.winograd(0));
    Convolution flat = new Convolution(4, 8, 8, 6, 3, 5);
    assertThrows(IllegalArgumentException.class, () -> flat.winograd(1));
  }

  @Test
  void manySamplesAreSummedInParts() {
    int[] geometry = {3, 11, 12, 5, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    new ConvolutionControl(new Random(5), 41, geometry).check(1e-4);
  }

  @Test
  void bitsDoNotDependOnHowRangesAreCut() {
    Random random = new Random(4);
    for (int trial = 0; trial < 60; trial++) {
      ConvolutionControl control =
          trial % 3 > 0
              ? ConvolutionControl.random(random)
              : new ConvolutionControl(random, 3, winograd(random, 20, 30)).byWinograd();
      assertThat(control.forward(1)).isEqualTo(control.forward(ConvolutionControl.WHOLE));
      assertThat(control.backwardData(1)).isEqualTo(control.backwardData(ConvolutionControl.WHOLE));
      assertThat(control.backwardWeight(1))
          .isEqualTo(control.backwardWeight(ConvolutionControl.WHOLE));
    }
  }

  @Test
  void bitsOfManyFiltersDoNotDependOnHowRangesAreCut() {
    int[] geometry = {60, 21, 19, 70, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    ConvolutionControl control = new ConvolutionControl(new Random(11), 2, geometry);
    assertThat(control.forward(29)).isEqualTo(control.forward(ConvolutionControl.WHOLE));
    assertThat(control.backwardData(31)).isEqualTo(control.backwardData(ConvolutionControl.WHOLE));
    assertThat(control.backwardWeight(23))
        .isEqualTo(control.backwardWeight(ConvolutionControl.WHOLE));
  }

  @Test
  void nothingIsReadBehindTheArray() {
    // With vectors of eight, 31 rows of 33 pixels are a band, and the last row takes five vectors.
    Convolution conv = new Convolution(2, 33, 33, 48, 2, 1);
    int size = 2 * 33 * 33;
    float[] weights = Samples.floats(1, 48 * 2 * 2);
    float[] image = Samples.floats(2, size);
    float[] wanted = new float[48 * 32 * 33];
    conv.forward(0, conv.forwardUnits(1), image, 0, weights, 0, wanted, 0);
    for (int behind = 1; behind <= 40; behind++) {
      float[] y = new float[wanted.length];
      float[] longer = Arrays.copyOf(image, size + behind);
      conv.forward(0, conv.forwardUnits(1), longer, 0, weights, 0, y, 0);
      assertThat(y).isEqualTo(wanted);
    }
  }

  @Test
  void outputSizesFollowTheFormula() {
    Convolution conv = new Convolution(3, 224, 113, 64, 7, 7).stride(2, 3).padding(3, 2, 3, 1);
    assertThat(conv.outputHeight()).isEqualTo(112);
    assertThat(conv.outputWidth()).isEqualTo(37);
    assertThat(conv.dilation(2, 4).outputWidth()).isEqualTo(31);
  }

  @Test
  void refusesWhatIsNoConvolution() {
    Convolution conv = new Convolution(4, 8, 8, 6, 3, 3);
    assertThrows(IllegalArgumentException.class, () -> conv.groups(4));
    assertThrows(IllegalArgumentException.class, () -> conv.stride(0, 1));
    assertThrows(IllegalArgumentException.class, () -> conv.padding(0, -1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Convolution(0, 8, 8, 6, 3, 3));
  }
}

package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TensorTest {
  @Test
  void sharesTheGivenArray() {
    float[] data = {1, 2, 3, 4, 5, 6};
    Tensor tensor = Tensor.of(data, 2, 3);
    data[5] = 60;
    assertThat(tensor.get(1, 2)).isEqualTo(60);
    assertThat(tensor.floatStorage()).isSameInstanceAs(data);
    assertThat(tensor.copy().floatStorage()).isNotSameInstanceAs(data);
    assertThat(tensor.floats()).isEqualTo(data);
  }

  @Test
  void aViewLaysAnotherShapeOverTheSameElements() {
    Tensor tensor = Tensor.wrap(new int[] {9, 1, 2, 3, 4, 5, 6, 9}, 1, new int[] {2, 3});
    Tensor view = tensor.view(-1, 2);
    assertThat(view.shape()).isEqualTo(new int[] {3, 2});
    assertThat(view.get(2, 0)).isEqualTo(5);
    assertThat(view.ints()).isEqualTo(new int[] {1, 2, 3, 4, 5, 6});
    assertThat(view.select(1).ints()).isEqualTo(new int[] {3, 4});
    assertThat(view.select(1).offset()).isEqualTo(3);
    assertThat(Tensor.scalar(3).view(1).view().rank()).isEqualTo(0);
  }

  @Test
  void refusesViewsOfAnotherSize() {
    Tensor tensor = Tensor.zeros(2, 3);
    var thrown = assertThrows(IllegalArgumentException.class, () -> tensor.view(4, -1));
    assertThat(thrown).hasMessageThat().isEqualTo("a tensor of shape [2, 3] has no view [4, -1]");
    assertThrows(IllegalArgumentException.class, () -> tensor.view(-1, -1));
    assertThrows(IllegalArgumentException.class, () -> tensor.view(7));
    assertThrows(IllegalArgumentException.class, () -> tensor.view(-2, -3));
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(0).view(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> tensor.view(65536, 65536, 6));
  }

  @Test
  void refusesArraysOfAnotherSize() {
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[5], 2, 3));
    assertThrows(
        IllegalArgumentException.class, () -> Tensor.wrap(new float[6], 1, new int[] {2, 3}));
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(-1));
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(1 << 16, 1 << 16));
  }

  @Test
  void hasSizesFromBothEnds() {
    Tensor tensor = Tensor.zeros(2, 3, 4);
    assertThat(tensor.size(-1)).isEqualTo(4);
    assertThat(tensor.size(0)).isEqualTo(2);
    assertThat(tensor.numel()).isEqualTo(24);
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.size(3));
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 3, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 0));
  }

  @Test
  void itemNeedsOneElement() {
    assertThat(Tensor.scalar(4.5f).item()).isEqualTo(4.5);
    assertThat(Tensor.of(new boolean[] {true}, 1, 1).item()).isEqualTo(1);
    assertThrows(IllegalStateException.class, () -> Tensor.zeros(2).item());
  }

  @Test
  void factoriesFill() {
    assertThat(Tensor.arange(1, 4).floats()).isEqualTo(new float[] {1, 2, 3});
    assertThat(Tensor.ones(2).floats()).isEqualTo(new float[] {1, 1});
    assertThat(Tensor.full(7, 1, 2).floats()).isEqualTo(new float[] {7, 7});
    assertThat(Tensor.zeros(ElementType.BOOL, 2).booleans()).isEqualTo(new boolean[2]);
    assertThat(Tensor.rand(5, 3, 2).floats()).isEqualTo(Tensor.rand(5, 6).floats());
    assertThat(Tensor.randn(5, 3).floats()).isNotEqualTo(Tensor.randn(6, 3).floats());
  }

  @Test
  void copyFromNeedsTheSameTypeAndShape() {
    Tensor tensor = Tensor.zeros(2, 2);
    tensor.copyFrom(Tensor.ones(2, 2));
    assertThat(tensor.get(1, 1)).isEqualTo(1);
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> tensor.copyFrom(Tensor.zeros(4)));
    assertThat(thrown).hasMessageThat().isEqualTo("cannot copy float[4] into float[2, 2]");
    assertThrows(IllegalStateException.class, tensor::ints);
  }

  @Test
  void portsCheckWhatTheyAreGiven() {
    Port image = Port.of("image", ElementType.FLOAT, "N", "1", "28", "28");
    Port label = Port.of("label", ElementType.INT, "N");
    var ports = List.of(image, label);
    var free = Port.check(ports, List.of(Tensor.zeros(7, 1, 28, 28), Tensor.of(new int[7], 7)));
    assertThat(free).containsExactly("N", 7);
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Port.check(ports, List.of(Tensor.zeros(7, 1, 28, 28), Tensor.of(new int[8]))));
    assertThat(thrown)
        .hasMessageThat()
        .isEqualTo("expected label: int[N], got int[8], and N is already 7");
    thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Port.check(ports, List.of(Tensor.zeros(7, 28, 28), Tensor.of(new int[7]))));
    assertThat(thrown)
        .hasMessageThat()
        .isEqualTo("expected image: float[N, 1, 28, 28], got float[7, 28, 28]");
  }

  @Test
  void convertsElementsToAnotherType() {
    Tensor tensor = Tensor.of(new float[] {-1.5f, 0f, 2.75f}, 3);
    assertThat(tensor.to(ElementType.INT).ints()).isEqualTo(new int[] {-1, 0, 2});
    assertThat(tensor.to(ElementType.BOOL).booleans()).isEqualTo(new boolean[] {true, false, true});
    assertThat(tensor.to(ElementType.DOUBLE).doubles()).isEqualTo(new double[] {-1.5, 0, 2.75});
    assertThat(Tensor.arange(0, 3).to(ElementType.FLOAT).floats()).isEqualTo(new float[] {0, 1, 2});
  }
}

package dev.netc.compiler.diagnostics;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearNamesTest {
  private static final List<String> KNOWN =
      List.of("Conv1d", "Conv2d", "Conv3d", "Linear", "MaxPool2d", "ReLU", "relu", "max_pool2d");

  @Test
  void otherFrameworksNamesComeFirst() {
    assertThat(NearNames.of("Dense", KNOWN)).containsExactly("Linear");
    assertThat(NearNames.of("MaxPooling2D", KNOWN)).containsExactly("MaxPool2d");
  }

  @Test
  void caseAndUnderscoresDoNotCount() {
    assertThat(NearNames.of("conv2D", KNOWN).get(0)).isEqualTo("Conv2d");
    assertThat(NearNames.of("Relu", KNOWN)).containsExactly("ReLU", "relu").inOrder();
  }

  @Test
  void ofEquallyNearNamesTheKindDecides() {
    assertThat(NearNames.of("MAXPool2d", KNOWN))
        .containsExactly("MaxPool2d", "max_pool2d")
        .inOrder();
    assertThat(NearNames.of("maxpool2d", KNOWN))
        .containsExactly("max_pool2d", "MaxPool2d")
        .inOrder();
  }

  @Test
  void theNearestComesFirst() {
    assertThat(NearNames.of("Conv2", KNOWN).get(0)).isEqualTo("Conv2d");
    assertThat(NearNames.of("Lniear", KNOWN)).containsExactly("Linear");
  }

  @Test
  void aWordMayStandForTheOnlyNameThatHasIt() {
    List<String> known = List.of("kernel_size", "stride", "in_channels", "out_channels");

    assertThat(NearNames.withWord("kernl", known)).hasValue("kernel_size");
    assertThat(NearNames.withWord("channels", known)).isEmpty();
    assertThat(NearNames.withWord("size2", known)).hasValue("kernel_size");
  }

  @Test
  void onlyCaseUnderscoresAndOtherFrameworksAreSure() {
    assertThat(NearNames.same("Conv2D", KNOWN)).hasValue("Conv2d");
    assertThat(NearNames.same("Dense", KNOWN)).hasValue("Linear");
    assertThat(NearNames.same("Conv2", KNOWN)).isEmpty();
  }

  @Test
  void nothingIsNearToSomethingElse() {
    assertThat(NearNames.of("Transformer", KNOWN)).isEmpty();
    assertThat(NearNames.of("x", List.of("y", "z"))).isEmpty();
    assertThat(NearNames.of("Dense", List.of("Conv2d"))).isEmpty();
  }
}

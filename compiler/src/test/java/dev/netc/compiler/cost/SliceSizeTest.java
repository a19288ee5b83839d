package dev.netc.compiler.cost;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Slices;
import dev.netc.compiler.source.SourceFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which networks run a batch in slices, and how large these are. */
final class SliceSizeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "image -> c: Conv2d(4, 3, padding=1) -> b: BatchNorm2d -> relu -> max_pool2d(2)",
        "image -> c: Conv2d(4, 3) -> d: ConvTranspose2d(3, 3, stride=2)",
        "image -> g: GroupNorm(2) -> flatten -> f: Linear(7) -> softmax(1)",
        "image -> flatten(2) -> transpose(1, 2) -> l: LayerNorm -> mean(1)",
        "image -> permute([2, 0, 1, 3]) -> flip([0]) -> permute([1, 0, 2, 3])",
        "reshape(image, [N * 4, 36]) -> f: Linear(5) -> reshape([N, 4, 5])",
        "cat([image, image * 2], 1)",
        "softmax(image[:, 0] @ transpose(image[:, 1], 1, 2), 2) @ image[:, 2]",
        "image[:, 1:3] -> pad([1, 1]) -> argmax(2)",
        "word -> e: Embedding(9, 6) -> sum(1)",
        "(word -> e: Embedding(9, 6)) + (arange(3) -> p: Embedding(3, 6))",
      })
  void samplesThatNeverMeetAreSliced(String output) {
    assertWithMessage(output).that(slices(output).map(Slices::size)).hasValue("N");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image - mean(image, 0, keepdim=true)",
        "image -> b: BatchNorm2d(track_running_stats=false)",
        "image -> flatten -> softmax(0)",
        "image -> flip([0])",
        "cat([image, image], 0)",
        "image[:1]",
        "image -> transpose(0, 1)",
        "reshape(image, [4, N * 36])",
        "flatten(image) @ transpose(flatten(image), 0, 1)",
        "sum(image)",
        "image * (1.0 / N)",
        "one_hot(word, 9)[0]",
        "gather(flatten(image)[:, 0:3], 0, word)",
      })
  void samplesThatMeetAreNot(String output) {
    assertWithMessage(output).that(slices(output)).isEmpty();
  }

  @Test
  void aSliceFillsTheCacheUnlessItsWeightsAreToBeReadForMore() {
    // 64 bytes of input and output a sample, and a tenth of the operations that 16 weights are
    // worth.
    assertThat(samples("float[N, 16]", "relu")).isEqualTo((1 << 19) / 128);
    // 2.4 million operations share 1.2 million weights.
    assertThat(samples("float[N, 1024]", "f: Linear(1024) -> g: Linear(128)")).isEqualTo(384);
    // A megabyte a sample: several threads want work.
    assertThat(samples("float[N, 16, 128, 128]", "c: Conv2d(16, 3, padding=1)")).isEqualTo(32);
  }

  @Test
  void whatStandsBetweenKernelsTakesNoMoreMemoryForMoreSamples() {
    Plan plan =
        inference("float[N, 16, 16, 16]", "c: Conv2d(16, 3) -> d: Conv2d(2, 14) -> flatten");
    long outputs = 4 * 2;
    assertThat(plan.workspaceBytes(Map.of("N", 1000L)) - plan.workspaceBytes(Map.of("N", 100L)))
        .isEqualTo(900 * outputs);
    assertThat(plan.workspaceBytes(Map.of("N", 20L))).isEqualTo(20 * (outputs + 4 * 16 * 14 * 14));
  }

  private static int samples(String input, String chain) {
    return inference(input, chain).slices().orElseThrow().samples();
  }

  private static Plan inference(String input, String chain) {
    return plan("input x: " + input + "\noutput y = x -> " + chain);
  }

  private static Optional<Slices> slices(String output) {
    return plan("input image: float[N, 4, 6, 6]\ninput word: int[N, 3]\noutput y = " + output)
        .slices();
  }

  private static Plan plan(String statements) {
    Compilation compilation =
        new Compiler(CompilerOptions.DEFAULT)
            .compile(new SourceFile("net.net", "network Net {\n" + statements + "\n}\n"));
    assertWithMessage(statements).that(compilation.errors()).isEmpty();
    return new Compiler(CompilerOptions.DEFAULT).plan(compilation.networks().get(0)).inference();
  }
}

package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.runtime.Model;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Profile;
import dev.netc.runtime.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch that is run in slices gives what its samples give one by one, and is not changed. */
final class SlicesTest {
  /** Two slices of 32 and a few more. */
  private static final int BATCH = 69;

  private static final Model SQUARE =
      model("input x: float[N, 5000]", "output y = x + (x -> f: Linear(5000, bias=false))");

  private static Model model(String input, String rest) {
    return GeneratedModel.of(
        TrainerAgreement.network("network Net {\n" + input + "\n" + rest + "\n}\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image -> c: Conv2d(8, 3, padding=1) -> b: BatchNorm2d -> relu -> max_pool2d(2)",
        "image -> c: Conv2d(8, 3) -> tanh -> d: ConvTranspose2d(3, 3, stride=2) -> sigmoid",
        "image -> g: GroupNorm(2) -> flatten -> f: Linear(70) -> softmax(1)",
        "image -> flatten(2) -> transpose(1, 2) -> l: LayerNorm -> f: Linear(9) -> gelu -> mean(1)",
        "image -> permute([2, 0, 1, 3]) -> flip([0]) -> permute([1, 0, 2, 3])",
        "reshape(image, [N * 4, 256]) -> f: Linear(5) -> reshape([N, 4, 5])",
        "softmax(image[:, 0] @ transpose(image[:, 1], 1, 2), 2) @ image[:, 2]",
        "image[:, 1:3] -> pad([1, 1]) -> amax(2)",
        "image + (word -> e: Embedding(9, 256) -> mean(1) -> reshape([N, 1, 16, 16]))",
        "cat([image, image * 2 + 1], 1)",
      })
  void aBatchGivesWhatItsSamplesGive(String output) {
    Model model =
        model(
            "input image: float[N, 4, 16, 16]\ninput word: int[N, 3]",
            "output again = image * 2\noutput y = " + output);
    Tensor images = Tensor.randn(5, BATCH, 4, 16, 16);
    Tensor words = words();
    List<Tensor> all = copies(model.predictor().predict(List.of(images, words)));
    Predictor single = model.predictor();
    for (int i = 0; i < BATCH; i++) {
      List<Tensor> each =
          single.predict(List.of(images.select(i).view(1, 4, 16, 16), words.select(i).view(1, 3)));
      for (int port = 0; port < each.size(); port++) {
        assertWithMessage("sample " + i)
            .that(all.get(port).select(i).floats())
            .usingTolerance(1e-5)
            .containsExactly(each.get(port).floats())
            .inOrder();
      }
    }
  }

  private static Tensor words() {
    int[] words = new int[BATCH * 3];
    for (int i = 0; i < words.length; i++) {
      words[i] = i * 7 % 9;
    }
    return Tensor.of(words, BATCH, 3);
  }

  private static List<Tensor> copies(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::copy).toList();
  }

  @Test
  void whatIsGivenIsNotChanged() {
    Tensor given = Tensor.randn(2, BATCH, 5000);
    Tensor before = given.copy();
    SQUARE.predictor().predict(List.of(given));
    assertThat(given.floats()).usingTolerance(0).containsExactly(before.floats()).inOrder();
  }

  @Test
  void anOutputMayBeGivenToThePredictorThatMadeIt() {
    Tensor given = Tensor.randn(2, BATCH, 5000);
    Predictor predictor = SQUARE.predictor();
    Tensor once = predictor.predict(List.of(given)).get(0).copy();
    Tensor wanted = predictor.predict(List.of(once)).get(0).copy();
    Tensor own = predictor.predict(List.of(given)).get(0);
    assertThat(predictor.predict(List.of(own)).get(0).floats())
        .usingTolerance(0)
        .containsExactly(wanted.floats())
        .inOrder();
  }

  @Test
  void arraysBuffersAndTensorsGiveTheSame() throws ReflectiveOperationException {
    float[] values = new float[3 + BATCH * 5000];
    System.arraycopy(Tensor.randn(2, BATCH, 5000).floats(), 0, values, 3, BATCH * 5000);
    Predictor predictor = SQUARE.predictor();
    Class<?> type = predictor.getClass();
    List<Tensor> results = new ArrayList<>();
    results.add(
        (Tensor)
            type.getMethod("forward", float[].class, int.class, int.class)
                .invoke(predictor, values, 3, BATCH));
    results.set(0, results.get(0).copy());
    FloatBuffer buffer = FloatBuffer.wrap(values).position(3);
    results.add(
        (Tensor)
            type.getMethod("forward", FloatBuffer.class, int.class)
                .invoke(predictor, buffer, BATCH));
    assertThat(results.get(1).floats())
        .usingTolerance(0)
        .containsExactly(results.get(0).floats())
        .inOrder();
    Tensor wrapped = Tensor.wrap(values, 3, new int[] {BATCH, 5000});
    assertThat(predictor.predict(List.of(wrapped)).get(0).floats())
        .usingTolerance(0)
        .containsExactly(results.get(0).floats())
        .inOrder();
  }

  @Test
  void inputsMayBeCalledWhatTheCodeCallsThem() {
    Model model =
        model(
            """
            input array: float[N, 3]
            input offset: float[N, 3]
            input arrayCopy: float[N, 3]
            """,
            "output batch = 100 * array + 10 * offset + arrayCopy");
    Tensor three = Tensor.full(3, 2, 3);
    List<Tensor> given = List.of(Tensor.ones(2, 3), Tensor.full(2, 2, 3), three);
    assertThat(model.predictor().predict(given).get(0).floats())
        .usingTolerance(0)
        .containsExactly(new float[] {123, 123, 123, 123, 123, 123})
        .inOrder();
  }

  @Test
  void anOutputThatIsAnInputIsACopyOfIt() {
    Model model = model("input x: float[N, 3]", "output y = reshape(x, [N, 3, 1])");
    Tensor given = Tensor.randn(4, 5, 3);
    Tensor result = model.predictor().predict(List.of(given)).get(0);
    assertThat(result.floats()).usingTolerance(0).containsExactly(given.floats()).inOrder();
    assertThat(result.floatStorage()).isNotSameInstanceAs(given.floatStorage());
  }

  @Test
  void aProfileCountsTheRunsOfSlices() {
    Model model =
        model("input x: float[N, 16, 64, 64]", "output y = x -> c: Conv2d(16, 3, bias=false)");
    Predictor predictor = model.predictor();
    Tensor given = Tensor.randn(2, 64, 16, 64, 64);
    try (Profile profile = predictor.profile()) {
      predictor.predict(List.of(given));
      Profile.Kernel kernel = profile.kernels().get(0);
      assertThat(kernel.runs()).isEqualTo(2);
      assertThat(kernel.operations()).isEqualTo(32L * 16 * 62 * 62 * 16 * 9 * 2);
    }
  }
}

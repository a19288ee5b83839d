package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parallel;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What a class that netc generates promises its user, on a network with all that an image
 * classifier has.
 */
final class GeneratedClassTest {
  private static final String PROGRAM =
      """
      network Digits {
          input  image: float[N, 1, 16, 16]
          target label: int[N]
          logits = image
              -> conv1: Conv2d(6, kernel_size=3) -> relu -> max_pool2d(2)
              -> conv2: Conv2d(8, kernel_size=3, padding=1, groups=2) -> tanh
              -> flatten -> fc1: Linear(20) -> sigmoid -> fc2: Linear(10)
          output logits
          loss CrossEntropyLoss(logits, label)
          optimizer SGD(lr=0.05, momentum=0.9, weight_decay=1e-3)
      }
      """;

  private static final JavaSource SOURCE = source(PROGRAM);

  /** Rounds, and layers whose products are cut by rows and by columns. */
  private static final JavaSource SEQUENCES =
      source(
          """
          network Sequences {
              input  image: float[N, 1, 16, 16]
              target label: int[N]
              (outputs, _) = image[:, 0] -> lstm: LSTM(64, batch_first=true)
              logits = outputs[:, -1] -> fc1: Linear(300) -> gelu -> fc2: Linear(10)
              output logits
              loss CrossEntropyLoss(logits, label)
              optimizer Adam(lr=0.01)
          }
          """);

  private static JavaSource source(String program) {
    Compilation compilation =
        new Compiler(CompilerOptions.DEFAULT).compile(new SourceFile("digits.net", program));
    assertThat(compilation.errors()).isEmpty();
    return compilation.sources().get(0);
  }

  private static Model model() {
    return model(SOURCE);
  }

  private static Model model(JavaSource source) {
    return GeneratedModel.load(source, GeneratedModel.compile(source));
  }

  private static Tensor images(int n) {
    return Tensor.randn(3, n, 1, 16, 16);
  }

  private static Tensor labels(int n) {
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i * 7 % 10);
    return Tensor.of(labels, n);
  }

  @Test
  void isTheSameTextEachTime() {
    assertThat(source(PROGRAM).text()).isEqualTo(SOURCE.text());
  }

  @Test
  void sizesFollowAChangedKernel() {
    JavaSource wider =
        source(PROGRAM.replace("Conv2d(6, kernel_size=3)", "Conv2d(6, kernel_size=5)"));
    Model model = GeneratedModel.load(wider, GeneratedModel.compile(wider));
    assertThat(shape(model(), "fc1.weight")).isEqualTo("[20, 392]");
    assertThat(shape(model, "conv1.weight")).isEqualTo("[6, 1, 5, 5]");
    assertThat(shape(model, "fc1.weight")).isEqualTo("[20, 288]");
  }

  private static String shape(Model model, String name) {
    return model.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(parameter -> Arrays.toString(parameter.value().shape()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneModelRunsBatchesOfAnySize() {
    Model model = model();
    Predictor predictor = model.predictor();
    Tensor all = images(256);
    float[] expected = logits(predictor, all);
    for (int n : new int[] {1, 7, 256}) {
      Tensor some = Tensor.of(Arrays.copyOf(all.floats(), n * 256), n, 1, 16, 16);
      float[] found = logits(predictor, some);
      assertThat(found).hasLength(10 * n);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isWithin(1e-5f).of(expected[i]);
      }
      Trainer trainer = model.trainer();
      trainer.forward(List.of(some));
      assertThat(trainer.loss(List.of(labels(n)))).isFinite();
      trainer.backward();
    }
  }

  private static float[] logits(Predictor predictor, Tensor images) {
    return predictor.predict(List.of(images)).get(0).floats();
  }

  @Test
  void theNumberOfThreadsShowsInNoBit() {
    int threads = Parallel.threads();
    try {
      for (JavaSource source : List.of(SOURCE, SEQUENCES)) {
        List<List<Integer>> trained = new ArrayList<>();
        for (int count : new int[] {1, 2, 3, 5}) {
          Parallel.setThreads(count);
          trained.add(trainedBits(source));
        }
        assertThat(trained.stream().distinct().toList()).hasSize(1);
      }
    } finally {
      Parallel.setThreads(threads);
    }
  }

  private static List<Integer> trainedBits(JavaSource source) {
    Model model = model(source);
    Trainer trainer = model.trainer();
    for (int step = 0; step < 3; step++) {
      trainer.train(List.of(images(33)), List.of(labels(33)));
    }
    List<Integer> bits = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      for (float element : parameter.value().floats()) {
        bits.add(Float.floatToRawIntBits(element));
      }
    }
    return bits;
  }

  @Test
  void oneModelServesManyThreadsEachWithItsPredictor()
      throws InterruptedException, ExecutionException {
    Model model = model();
    Tensor images = images(4);
    float[] expected = logits(model.predictor(), images);
    ExecutorService callers = Executors.newFixedThreadPool(3);
    try {
      List<Future<float[]>> results = new ArrayList<>();
      for (int caller = 0; caller < 12; caller++) {
        results.add(callers.submit(() -> logits(model.predictor(), images)));
      }
      for (Future<float[]> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      callers.shutdown();
    }
  }
}

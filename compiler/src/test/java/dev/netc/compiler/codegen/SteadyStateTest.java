package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertWithMessage;

import com.sun.management.ThreadMXBean;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parallel;
import dev.netc.runtime.Port;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Steps leave nothing to the garbage collector when they are warm. With the Vector API that takes
 * as long as C2 does to compile all kernels: until then vectors are objects.
 */
final class SteadyStateTest {
  private static final int BATCH = 16;

  private static final int STEPS = 50;

  /** What that many steps may leave: less than an object each. The measurement leaves some, too. */
  private static final long MOST_BYTES = 2_000;

  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final int threadsBefore = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threadsBefore);
  }

  @Test
  void convolutionsLeaveNothing() {
    check(
        """
        input  image: float[N, 1, 32, 32]
        target label: int[N]
        logits = image
            -> conv1: Conv2d(8, 3) -> relu -> max_pool2d(2)
            -> conv2: Conv2d(16, 3, stride=2, bias=false) -> norm: BatchNorm2d -> relu
            -> conv3: Conv2d(16, 3, padding=1, groups=16) -> tanh
            -> flatten -> fc1: Linear(60) -> relu -> fc2: Linear(10)
        optimizer SGD(lr=0.05, momentum=0.9)
        """);
  }

  @Test
  void recurrentLayersLeaveNothing() {
    check(
        """
        input  sequence: float[N, 16, 32]
        target label: int[N]
        (forth, _) = sequence -> lstm: LSTM(32, batch_first=true)
        (states, _) = forth -> gru: GRU(32, batch_first=true)
        logits = states[:, -1] -> fc: Linear(10)
        optimizer Adam(lr=0.001)
        """);
  }

  @Test
  void transformersLeaveNothing() {
    check(
        """
        input  word: int[N, 16]
        target label: int[N]
        x = (word -> words: Embedding(20, 64)) + (arange(16) -> places: Embedding(16, 64))
        y = x -> norm1: LayerNorm
        (z, _) = (y, y, y) -> attention: MultiheadAttention(4, batch_first=true)
        x = x + z
        x = x + (x -> norm2: LayerNorm -> fc1: Linear(128) -> gelu -> fc2: Linear(64))
        logits = mean(x, 1) -> head: Linear(10)
        optimizer AdamW(lr=0.001)
        """);
  }

  private static void check(String body) {
    Parallel.setThreads(1);
    Model model =
        GeneratedModel.of(
            TrainerAgreement.network(
                "network Net {\n%soutput logits\nloss CrossEntropyLoss(logits, label)\n}\n"
                    .formatted(body)));
    List<Tensor> inputs = model.inputs().stream().map(SteadyStateTest::samples).toList();
    List<Tensor> labels = model.targets().stream().map(SteadyStateTest::samples).toList();
    Trainer trainer = model.trainer();
    becomesSteady("training", () -> trainer.train(inputs, labels));
    Predictor predictor = model.predictor();
    becomesSteady("inference", () -> predictor.predict(inputs));
  }

  private static Tensor samples(Port port) {
    int[] shape = new int[port.shape().size()];
    shape[0] = BATCH;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = Integer.parseInt(port.shape().get(axis));
    }
    if (port.type() == ElementType.FLOAT) {
      return Tensor.randn(3, shape);
    }
    return Tensor.zeros(port.type(), shape);
  }

  private static void becomesSteady(String what, Runnable step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + LONGEST_NANOS;
    long allocated;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    } while (allocated > MOST_BYTES && System.nanoTime() < end);
    assertWithMessage("bytes of %s steps of %s", STEPS, what).that(allocated).isAtMost(MOST_BYTES);
  }
}

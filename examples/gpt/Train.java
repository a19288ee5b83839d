import dev.netc.runtime.Tensor;
import gpt.GPT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Trains the network on a text, and lets it write one of its own. */
public final class Train {
  /** Pieces of the text in a batch. */
  private static final int BATCH = 16;

  /** Characters of a piece: the network's block_size. */
  private static final int BLOCK = 64;

  private Train() {}

  /** Arguments: a text in ASCII, and the number of steps. */
  public static void main(String[] arguments) throws IOException {
    int[] text = codes(Files.readString(Path.of(arguments[0])));
    int steps = Integer.parseInt(arguments[1]);
    GPT net = new GPT(0);
    GPT.Trainer trainer = net.trainer();
    System.out.printf("%,d characters, %,d parameters%n", text.length, net.parameterCount());
    Random random = new Random(0);
    int[] token = new int[BATCH * BLOCK];
    int[] next = new int[BATCH * BLOCK];
    int interval = Math.max(1, steps / 10);
    double sum = 0;
    long start = System.nanoTime();
    for (int step = 1; step <= steps; step++) {
      for (int i = 0; i < BATCH; i++) {
        int from = random.nextInt(text.length - BLOCK);
        System.arraycopy(text, from, token, i * BLOCK, BLOCK);
        System.arraycopy(text, from + 1, next, i * BLOCK, BLOCK);
      }
      Tensor tokens = Tensor.of(token, BATCH, BLOCK);
      sum += trainer.train(List.of(tokens), List.of(Tensor.of(next, BATCH, BLOCK)));
      if (step % interval == 0) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("step %4d  loss %.4f  %.1f s%n", step, sum / interval, seconds);
        sum = 0;
      }
    }
    System.out.println();
    System.out.println(write(net.predictor(), "MIRANDA:\n", 400));
  }

  /** Continues a text by so many characters, each drawn from what the network expects. */
  private static String write(GPT.Predictor predictor, String beginning, int count) {
    Random random = new Random(0);
    int[] text = Arrays.copyOf(codes(beginning), beginning.length() + count);
    for (int end = beginning.length(); end < text.length; end++) {
      int[] seen = Arrays.copyOfRange(text, Math.max(0, end - BLOCK), end);
      Tensor logits = predictor.forward(Tensor.of(seen, 1, seen.length));
      text[end] = draw(logits.select(0).select(seen.length - 1).floats(), random);
    }
    StringBuilder written = new StringBuilder();
    for (int code : text) {
      written.append(code == 0 ? '\n' : (char) (code + 31));
    }
    return written.toString();
  }

  /** An index, drawn with the probabilities {@code softmax(logits / 0.7)}. */
  private static int draw(float[] logits, Random random) {
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      weights[i] = Math.exp(logits[i] / 0.7);
      sum += weights[i];
    }
    double rest = random.nextDouble() * sum;
    int index = 0;
    while (index < logits.length - 1 && rest >= weights[index]) {
      rest -= weights[index++];
    }
    return index;
  }

  /** The end of a line is 0, and what can be printed 1 to 95. */
  private static int[] codes(String text) {
    return text.chars().map(c -> c == '\n' ? 0 : c - 31).toArray();
  }
}

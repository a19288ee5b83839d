import charlstm.CharLstm;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Trains the network on a text, and lets it write one of its own. */
public final class Train {
  /** Parts of the text that are read side by side. */
  private static final int PARTS = 16;

  /** Characters between two steps of the optimizer. */
  private static final int STRIDE = 64;

  private Train() {}

  /** Arguments: a text in ASCII, and how often to read it. */
  public static void main(String[] arguments) throws IOException {
    int[] text = codes(Files.readString(Path.of(arguments[0])));
    int epochs = Integer.parseInt(arguments[1]);
    CharLstm net = new CharLstm(0);
    CharLstm.Trainer trainer = net.trainer();
    System.out.printf("%,d characters, %,d parameters%n", text.length, net.parameterCount());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long start = System.nanoTime();
      double loss = read(text, trainer);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("epoch %2d  loss %.4f  %.1f s%n", epoch, loss, seconds);
    }
    System.out.println();
    System.out.println(write(net.predictor(), "MIRANDA:\n", 400));
  }

  /** Reads all parts once, from their beginnings; returns the mean loss. */
  private static double read(int[] text, CharLstm.Trainer trainer) {
    int part = (text.length - 1) / PARTS;
    Tensor h = Tensor.zeros(1, PARTS, 128);
    Tensor c = Tensor.zeros(1, PARTS, 128);
    double sum = 0;
    int steps = part / STRIDE;
    for (int step = 0; step < steps; step++) {
      int[] characters = new int[PARTS * STRIDE];
      int[] next = new int[PARTS * STRIDE];
      for (int i = 0; i < PARTS; i++) {
        System.arraycopy(text, i * part + step * STRIDE, characters, i * STRIDE, STRIDE);
        System.arraycopy(text, i * part + step * STRIDE + 1, next, i * STRIDE, STRIDE);
      }
      trainer.zeroGrad();
      List<Tensor> outputs = trainer.forward(Tensor.of(characters, PARTS, STRIDE), h, c);
      sum += trainer.loss(next);
      trainer.backward();
      trainer.step();
      // The state goes on, its gradient does not: that is what is cut off here.
      h = outputs.get(1).copy();
      c = outputs.get(2).copy();
    }
    return sum / steps;
  }

  /** Continues a text by so many characters, each drawn from what the network expects. */
  private static String write(CharLstm.Predictor predictor, String beginning, int count) {
    Random random = new Random(0);
    StringBuilder text = new StringBuilder(beginning);
    int[] given = codes(beginning);
    Tensor h = Tensor.zeros(1, 1, 128);
    Tensor c = Tensor.zeros(1, 1, 128);
    for (int i = 0; i < count; i++) {
      List<Tensor> outputs = predictor.forward(Tensor.of(given, 1, given.length), h, c);
      int drawn = draw(outputs.get(0).select(0).select(given.length - 1).floats(), random);
      text.append(drawn == 0 ? '\n' : (char) (drawn + 31));
      h = outputs.get(1).copy();
      c = outputs.get(2).copy();
      given = new int[] {drawn};
    }
    return text.toString();
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

import dev.netc.runtime.Evaluation;
import dev.netc.runtime.Idx;
import dev.netc.runtime.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import vae.VAE;

/** Trains the network on handwritten digits, and shows some that it has dreamt. */
public final class Train {
  private static final int BATCH = 64;
  private static final int SIZE = 28;
  private static final int PIXELS = SIZE * SIZE;
  private static final String INK = " .:-=+*#%@";

  private Train() {}

  /** Arguments: a directory with the files of MNIST, and how often to go through its images. */
  public static void main(String[] arguments) {
    Path data = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    float[] train = Idx.readFloats(data.resolve("train-images-idx3-ubyte.gz")).floats();
    Tensor test = Idx.readFloats(data.resolve("t10k-images-idx3-ubyte.gz"));
    test = test.view(test.size(0), 1, SIZE, SIZE);
    VAE net = new VAE(0);
    VAE.Trainer trainer = net.trainer();
    VAE.Evaluator evaluator = net.evaluator();
    Random random = new Random(0);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long start = System.nanoTime();
      double loss = epoch(train, trainer, random);
      Evaluation evaluation = evaluator.evaluate(test);
      double kl = evaluation.metrics().get("kl");
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "epoch %2d  loss %.2f  test loss %.2f  kl %.2f  %.1f s%n",
          epoch, loss, evaluation.loss(), kl, seconds);
    }
    List<Tensor> outputs = net.predictor().forward(test);
    Tensor rebuilt = outputs.get(0);
    Tensor dreamt = outputs.get(3);
    for (Tensor images : List.of(test, rebuilt, dreamt)) {
      show(images, 4);
    }
  }

  /** Draws as many images as there are, with repetition; returns the mean loss. */
  private static double epoch(float[] images, VAE.Trainer trainer, Random random) {
    int steps = images.length / PIXELS / BATCH;
    float[] batch = new float[BATCH * PIXELS];
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < BATCH; i++) {
        int image = random.nextInt(images.length / PIXELS);
        System.arraycopy(images, image * PIXELS, batch, i * PIXELS, PIXELS);
      }
      trainer.zeroGrad();
      trainer.forward(batch);
      sum += trainer.loss();
      trainer.backward();
      trainer.step();
    }
    return sum / steps;
  }

  /** Prints the first images side by side, every second row of them. */
  private static void show(Tensor images, int count) {
    for (int y = 0; y < SIZE; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < count; i++) {
        for (int x = 0; x < SIZE; x++) {
          double ink = images.get(i, 0, y, x);
          line.append(INK.charAt((int) Math.min(INK.length() - 1, ink * INK.length())));
        }
      }
      System.out.println(line.toString().stripTrailing());
    }
    System.out.println();
  }
}

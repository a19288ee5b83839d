import dev.netc.runtime.Tensor;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import resnet18.ResNet18;

/** Says which classes of ImageNet a picture shows, with weights from torchvision. */
public final class Classify {
  private static final int SIZE = 224;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  private Classify() {}

  /** Arguments: a safetensors file with the weights, and a picture. */
  public static void main(String[] arguments) throws IOException {
    ResNet18 net = new ResNet18();
    net.load(Path.of(arguments[0]));
    float[] image = pixels(ImageIO.read(Path.of(arguments[1]).toFile()));

    Tensor logits = net.predictor().forward(image);

    double[] probabilities = softmax(logits.floats());
    for (int best : greatest(probabilities, 5)) {
      System.out.printf("class %3d  %.4f%n", best, probabilities[best]);
    }
  }

  /** The picture's middle square as {@code [3, 224, 224]}, normalised as in torchvision's training. */
  private static float[] pixels(BufferedImage picture) {
    BufferedImage square = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    double scale = (double) SIZE / Math.min(picture.getWidth(), picture.getHeight());
    int width = (int) Math.round(picture.getWidth() * scale);
    int height = (int) Math.round(picture.getHeight() * scale);
    Graphics2D canvas = square.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(picture, (SIZE - width) / 2, (SIZE - height) / 2, width, height, null);
    canvas.dispose();
    float[] pixels = new float[3 * SIZE * SIZE];
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          int value = (square.getRGB(x, y) >> (16 - 8 * channel)) & 0xFF;
          pixels[(channel * SIZE + y) * SIZE + x] =
              (value / 255f - MEAN[channel]) / DEVIATION[channel];
        }
      }
    }
    return pixels;
  }

  private static double[] softmax(float[] logits) {
    double greatest = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double[] powers =
        IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - greatest)).toArray();
    double sum = IntStream.range(0, powers.length).mapToDouble(i -> powers[i]).sum();
    return IntStream.range(0, powers.length).mapToDouble(i -> powers[i] / sum).toArray();
  }

  private static List<Integer> greatest(double[] numbers, int count) {
    return IntStream.range(0, numbers.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -numbers[i]))
        .limit(count)
        .toList();
  }
}

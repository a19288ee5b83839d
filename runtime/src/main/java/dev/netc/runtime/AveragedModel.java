package dev.netc.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The average of a model's weights over the course of its training: PyTorch's {@code
 * swa_utils.AveragedModel}.
 *
 * <pre>{@code
 * AveragedModel<Net> average = new AveragedModel<>(net, Averaging.ema(0.999));
 * for (...) {
 *   trainer.train(inputs, targets);
 *   average.update(net);
 * }
 * average.model().trainer().updateBn(batches); // unless buffers are averaged, or none is kept
 * average.model().predictor().predict(inputs);
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class AveragedModel<M extends Model> {
  /** What becomes of buffers, such as running statistics. */
  public enum Buffers {
    /** They are those of the model at the last update. */
    COPIED,
    /** They are averaged as the weights are; whole numbers are cut off. */
    AVERAGED
  }

  private final M model;
  private final Averaging averaging;
  private final Buffers buffers;
  private long averaged;

  /** The plain mean of a model's weights at each {@link #update}; it has none yet. */
  public AveragedModel(M model) {
    this(model, Averaging.swa());
  }

  /** An average that weighs as told. */
  public AveragedModel(M model, Averaging averaging) {
    this(model, averaging, Buffers.COPIED);
  }

  /**
   * As {@link #AveragedModel(Model, Averaging)}.
   *
   * @param model is copied, and not changed
   */
  @SuppressWarnings("unchecked") // a copy is of the model's own class
  public AveragedModel(M model, Averaging averaging, Buffers buffers) {
    this.model = (M) model.copy();
    this.averaging = averaging;
    this.buffers = buffers;
  }

  /** The model that has the average for its weights; before the first update, the first weights. */
  public M model() {
    return model;
  }

  /** How many weights have been averaged. */
  public long averaged() {
    return averaged;
  }

  /**
   * Takes the present weights of a model into the average. The first are the average.
   *
   * @throws IllegalArgumentException if it has other parameters or buffers
   */
  public void update(Model other) {
    double share = averaged == 0 ? 1 : averaging.share(averaged);
    blend(model.parameters(), other.parameters(), share);
    blend(model.buffers(), other.buffers(), buffers == Buffers.AVERAGED ? share : 1);
    averaged++;
  }

  private static void blend(List<Parameter> average, List<Parameter> present, double share) {
    if (average.size() != present.size()) {
      throw new IllegalArgumentException("the model has other parameters or buffers");
    }
    for (int i = 0; i < average.size(); i++) {
      Tensor to = average.get(i).value();
      Tensor from = present.get(i).value();
      if (share == 1) {
        to.copyFrom(from);
      } else {
        blend(to, from, share);
      }
    }
  }

  private static void blend(Tensor to, Tensor from, double share) {
    if (!to.describe().equals(from.describe())) {
      throw new IllegalArgumentException(
          "the model has " + from.describe() + " in place of " + to.describe());
    }
    switch (to.type()) {
      case FLOAT -> blend(to.floatStorage(), to.offset(), from, (float) share);
      case DOUBLE -> {
        double[] storage = to.doubleStorage();
        for (int i = 0; i < to.numel(); i++) {
          storage[to.offset() + i] = (1 - share) * to.element(i) + share * from.element(i);
        }
      }
      case INT -> {
        int[] storage = to.intStorage();
        for (int i = 0; i < to.numel(); i++) {
          storage[to.offset() + i] = (int) ((1 - share) * to.element(i) + share * from.element(i));
        }
      }
      case BOOL -> to.copyFrom(from);
    }
  }

  /** As {@code torch.lerp}: from the nearer end, so that equal weights stay as they are. */
  private static void blend(float[] to, int start, Tensor from, float share) {
    float[] other = from.floatStorage();
    int distance = from.offset() - start;
    for (int i = start; i < start + from.numel(); i++) {
      float difference = other[i + distance] - to[i];
      to[i] =
          share < 0.5f
              ? to[i] + share * difference
              : other[i + distance] - (1 - share) * difference;
    }
  }

  private Map<String, Tensor> tensors(int[] count) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("n_averaged", Tensor.wrap(count, 0, new int[0]));
    List<Parameter> all = new ArrayList<>(model.parameters());
    all.addAll(model.buffers());
    all.forEach(each -> tensors.put("module." + each.name(), each.value()));
    return tensors;
  }

  /**
   * Writes the average to a safetensors file under the names that PyTorch has: {@code
   * module.fc.weight}, {@code n_averaged}. The file appears whole or not at all.
   *
   * @throws CheckpointException if it cannot be written; a file that existed is then unchanged
   */
  public void save(Path file) {
    Safetensors.write(file, tensors(new int[] {(int) averaged}), Map.of("format", "pt"));
  }

  /**
   * Restores an average, all or nothing.
   *
   * @throws CheckpointException if the file cannot be read or does not fit; nothing has changed
   *     then
   */
  public void load(Path file) {
    int[] count = new int[1];
    Checkpoint.load(tensors(count), file, "average");
    averaged = count[0];
  }
}

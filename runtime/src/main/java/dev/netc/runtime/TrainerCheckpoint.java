package dev.netc.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a trainer keeps, as named tensors: in memory, and in a safetensors file. */
final class TrainerCheckpoint {
  private static final String KIND = "kind";
  private static final String TRAINER = "netc trainer checkpoint";

  private TrainerCheckpoint() {}

  /** The present state, in arrays of its own. */
  static Map<String, Tensor> of(Trainer trainer) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    present(trainer).tensors.forEach((name, tensor) -> copies.put(name, tensor.copy()));
    return copies;
  }

  static void save(Trainer trainer, Path file, Map<String, String> notes) {
    Map<String, String> metadata = new LinkedHashMap<>(notes);
    metadata.put("format", "pt");
    metadata.put(KIND, TRAINER);
    Safetensors.write(file, present(trainer).tensors, metadata);
  }

  /** Whether a file says of itself that it holds a trainer's state. */
  static boolean isOne(Safetensors file) {
    return TRAINER.equals(file.metadata().get(KIND));
  }

  static Map<String, String> load(Trainer trainer, Path file) {
    Safetensors found = Safetensors.read(file);
    if (!isOne(found)) {
      throw new CheckpointException(
          file + " is no checkpoint of a trainer; if it holds weights, Model.load reads it");
    }
    restore(trainer, found.tensors(), new Checkpoint.Source(file.toString(), "file"));
    Map<String, String> notes = new LinkedHashMap<>(found.metadata());
    notes.keySet().removeAll(Set.of("format", KIND));
    return notes;
  }

  static void restore(Trainer trainer, Map<String, Tensor> state) {
    restore(trainer, state, new Checkpoint.Source("the state", "state"));
  }

  /** Restores all or nothing: what is wrong is found before anything is written. */
  private static void restore(
      Trainer trainer, Map<String, Tensor> found, Checkpoint.Source source) {
    Present present = present(trainer);
    Checkpoint.check(present.tensors, found, source, "trainer");
    for (String name : present.counts) {
      double count = requireNonNull(found.get(name)).item();
      if (!(count >= 0 && count <= 0x1p53 && count == Math.rint(count))) {
        throw new CheckpointException(
            source.name() + ": " + name + " counts, and cannot be " + count);
      }
    }
    trainer.exchange(new Restored(found));
    trainer.zeroGrad();
  }

  private static Present present(Trainer trainer) {
    Present present = new Present();
    trainer.exchange(present);
    return present;
  }

  /** Gathers the present state; tensors are views. */
  private static final class Present implements TrainerState {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Set<String> counts = new LinkedHashSet<>();

    @Override
    public void tensors(String prefix, List<Parameter> all) {
      all.forEach(tensor -> tensors.put(prefix + tensor.name(), tensor.value()));
    }

    @Override
    public void numbers(String prefix, List<String> names, double[] values) {
      for (int i = 0; i < names.size(); i++) {
        number(prefix + names.get(i), values[i]);
      }
    }

    @Override
    public double number(String name, double now) {
      tensors.put(name, Tensor.wrap(new double[] {now}, 0, new int[0]));
      return now;
    }

    @Override
    public long count(String name, long now) {
      counts.add(name);
      number(name, (double) now);
      return now;
    }

    @Override
    public long bits(String name, long now) {
      tensors.put(name, Tensor.of(new int[] {(int) now, (int) (now >>> 32)}));
      return now;
    }
  }

  /** Gives what has been found, which has been checked. */
  private static final class Restored implements TrainerState {
    private final Map<String, Tensor> found;

    Restored(Map<String, Tensor> found) {
      this.found = found;
    }

    private Tensor found(String name) {
      return requireNonNull(found.get(name), name);
    }

    @Override
    public void tensors(String prefix, List<Parameter> all) {
      for (Parameter tensor : all) {
        Checkpoint.copy(found(prefix + tensor.name()), tensor.value());
      }
    }

    @Override
    public void numbers(String prefix, List<String> names, double[] values) {
      for (int i = 0; i < names.size(); i++) {
        values[i] = number(prefix + names.get(i), values[i]);
      }
    }

    @Override
    public double number(String name, double now) {
      return found(name).item();
    }

    @Override
    public long count(String name, long now) {
      return (long) found(name).item();
    }

    @Override
    public long bits(String name, long now) {
      int[] halves = found(name).ints();
      return (long) halves[1] << 32 | Integer.toUnsignedLong(halves[0]);
    }
  }
}

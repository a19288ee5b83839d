package dev.netc.cli;

import dev.netc.frontend.UsageException;
import dev.netc.runtime.CheckpointException;
import dev.netc.runtime.Trainer;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a checkpoint of {@code netc train} says besides the state of the trainer.
 *
 * @param epoch how many epochs have been trained
 * @param seed what the order of the samples follows from
 */
record CheckpointFile(int epoch, long seed, int batchSize) {
  private static final String EPOCH = "epoch";
  private static final String SEED = "seed";
  private static final String BATCH_SIZE = "batch_size";

  /**
   * Writes the state of training.
   *
   * @throws UsageException if the file cannot be written
   */
  void save(Trainer trainer, Path file) {
    Map<String, String> notes =
        Map.of(
            EPOCH, Integer.toString(epoch),
            SEED, Long.toString(seed),
            BATCH_SIZE, Integer.toString(batchSize));
    try {
      trainer.save(file, notes);
    } catch (CheckpointException e) {
      throw UsageException.because(e);
    }
  }

  /**
   * Restores the state of training.
   *
   * @throws UsageException if the file cannot be read, or is not of this network
   */
  static CheckpointFile load(Trainer trainer, Path file) {
    try {
      Map<String, String> notes = trainer.load(file);
      return new CheckpointFile(
          Integer.parseInt(notes.getOrDefault(EPOCH, "")),
          Long.parseLong(notes.getOrDefault(SEED, "")),
          Integer.parseInt(notes.getOrDefault(BATCH_SIZE, "")));
    } catch (CheckpointException e) {
      throw UsageException.because(e);
    } catch (NumberFormatException e) {
      throw new UsageException(
          file + " was not written by netc train: it does not say how far the training had come");
    }
  }
}

package dev.netc.cli;

import dev.netc.frontend.UsageException;
import dev.netc.runtime.Evaluation;
import dev.netc.runtime.Evaluator;
import dev.netc.runtime.IndexException;
import dev.netc.runtime.Model;
import dev.netc.runtime.Trainer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/** Trains a model on a data set, epoch by epoch, in an order that the seed decides. */
final class Training {
  private final Trainer trainer;
  private final Evaluator evaluator;
  private final DataFiles data;
  private final String target;
  private final int batchSize;
  private final Rest rest;
  private final Random random;
  private final int[] order;
  private final int[] testOrder;

  /**
   * Training from the present weights of a model with one input and one target on.
   *
   * @param batchSize the samples of a step
   * @param rest what becomes of those that are left at the end of an epoch
   * @param seed what the order of the samples follows from
   */
  Training(Model model, Trainer trainer, DataFiles data, int batchSize, Rest rest, long seed) {
    this.trainer = trainer;
    this.evaluator = model.evaluator();
    this.data = data;
    this.target = model.targets().get(0).name();
    this.batchSize = batchSize;
    this.rest = rest;
    this.random = new Random(seed);
    this.order = identity(data.training().size());
    this.testOrder = identity(data.test().size());
  }

  /** What becomes of samples that are too few for a step. */
  enum Rest {
    /** They make a smaller step. */
    KEPT,
    /** They are left out; another epoch leaves out others. */
    DROPPED
  }

  /** Means over all samples. */
  record Result(double loss, Map<String, Double> metrics) {}

  /** The number of steps in an epoch. */
  int stepsPerEpoch() {
    return rest == Rest.DROPPED
        ? order.length / batchSize
        : (order.length + batchSize - 1) / batchSize;
  }

  /** Leaves out epochs that have been trained before: only the order of the samples goes on. */
  void skip(int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle();
    }
  }

  /**
   * Trains on every sample once, but for those that are left out.
   *
   * @param progress told the loss of each step
   * @return the mean loss of the samples, each before the step it was part of
   * @throws UsageException if the loss becomes infinite or no number, or a label has no class
   */
  double epoch(DoubleConsumer progress) {
    shuffle();
    double sum = 0;
    for (int step = 0; step < stepsPerEpoch(); step++) {
      int from = step * batchSize;
      int to = Math.min(order.length, from + batchSize);
      DataSet.Batch batch = data.training().batch(order, from, to);
      float loss =
          fitting(
              data.training(), order, from, () -> trainer.train(batch.inputs(), batch.targets()));
      if (!Float.isFinite(loss)) {
        throw new UsageException(
            "the loss became %s in step %d of the epoch; a smaller --lr may keep it finite"
                .formatted(loss, step + 1));
      }
      sum += (double) loss * (to - from);
      progress.accept(loss);
    }
    return sum / Math.min(order.length, stepsPerEpoch() * batchSize);
  }

  /** Loss and metrics on the test samples. */
  Result test() {
    double loss = 0;
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int from = 0; from < testOrder.length; from += batchSize) {
      int to = Math.min(testOrder.length, from + batchSize);
      DataSet.Batch batch = data.test().batch(testOrder, from, to);
      Evaluation evaluation =
          fitting(
              data.test(),
              testOrder,
              from,
              () -> evaluator.evaluate(batch.inputs(), batch.targets()));
      double share = (double) (to - from) / testOrder.length;
      loss += share * evaluation.loss();
      evaluation
          .metrics()
          .forEach((name, value) -> metrics.merge(name, share * value, Double::sum));
    }
    return new Result(loss, metrics);
  }

  /** A number of the optimizer, as the steps to come will use it. */
  double number(String name) {
    return trainer.hyperparameter(name);
  }

  /**
   * Lets the network's schedule take a step.
   *
   * @param test what a schedule may judge by
   */
  void stepSchedule(Result test) {
    trainer.stepSchedule(test.loss());
  }

  /**
   * Runs the network on the samples from {@code order[from]} on; a label that is no index of an
   * axis of the network is its data's fault.
   */
  private <T> T fitting(DataSet set, int[] order, int from, Supplier<T> run) {
    try {
      return run.get();
    } catch (IndexException e) {
      boolean label = e.port().equals(target) && e.element().isPresent();
      throw new UsageException(
          label
              ? "sample %d of %s has the label %d, where the network takes labels from 0 to %d"
                  .formatted(
                      order[from + e.element().getAsInt()],
                      set.labelsFile(),
                      e.index(),
                      e.size() - 1)
              : "the data does not fit the network: " + e.getMessage());
    }
  }

  /** The shuffle of Fisher and Yates. */
  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  private static int[] identity(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }
}

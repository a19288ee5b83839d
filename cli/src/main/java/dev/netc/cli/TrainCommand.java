package dev.netc.cli;

import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.codegen.JavaSource;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.lint.BatchOfOne;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.UsageException;
import dev.netc.runtime.CheckpointException;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parallel;
import dev.netc.runtime.Port;
import dev.netc.runtime.Progress;
import dev.netc.runtime.Trainer;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc train}: compiles a network, trains it on labelled images, and saves its weights. */
@Command(
    name = "train",
    description = "Trains a network on labelled images, and saves its weights.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CompilerArguments compilerArguments = new CompilerArguments();
  @Mixin private ColorArguments color = new ColorArguments();

  @Parameters(paramLabel = "DIR|FILE", description = "A .net file, or a directory that holds one.")
  private Path path = Path.of(".");

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Which network of the file. Default: the only one with a loss and an optimizer.")
  private @Nullable String networkName;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Where train-images-idx3-ubyte, train-labels-idx1-ubyte, and the same with t10k, lie, plain"
            + " or with .gz. Default: data beside the network."
      })
  private @Nullable Path data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often to see every sample. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "How many samples a step sees. Default: 32, or as before with --resume.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--drop-last",
      description =
          "Leaves out the samples at the end of an epoch that are too few for a step; in another"
              + " epoch they are others.")
  private boolean dropLast;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "The learning rate. Default: what the network says.")
  private @Nullable Double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "What the first weights and the order of the samples follow from. Default: 0, or as"
              + " before with --resume.")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads to use; the result is the same. Default: all processors.")
  private @Nullable Integer threads;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights to begin with (safetensors), in place of random ones.")
  private @Nullable Path initialWeights;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to save the weights after each epoch. Default: weights.safetensors beside the"
              + " network.")
  private @Nullable Path output;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Where to save all that training needs to go on, after each epoch: also what the"
              + " optimizer, the schedule and the random numbers have come to.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Go on from a checkpoint, as if the training had not stopped, up to --epochs in all. New"
              + " checkpoints go to the same file, unless --checkpoint names another.")
  private @Nullable Path resume;

  @Override
  public Integer call() {
    requirePositive("--epochs", epochs);
    if (batchSize != null) {
      requirePositive("--batch-size", batchSize);
    }
    if (resume != null && initialWeights != null) {
      throw new UsageException("--resume and --weights both say what weights to begin with");
    }
    if (threads != null) {
      requirePositive("--threads", threads);
      Parallel.setThreads(threads);
    }
    Path file = NetFiles.single(path);
    Findings findings = Findings.forPeople(spec.commandLine(), color.colors());
    FileImports imports = compilerArguments.imports();
    Compilation compilation =
        new Compiler(compilerArguments.options()).compile(imports.read(file), imports);
    compilerArguments.requireKnown(compilation.parameters());
    findings.add(NetFiles.checked(file, compilation.networks(), compilation.diagnostics()));
    int status = findings.conclude();
    if (status == ExitCode.OK) {
      Network network = choose(file, compilation.networks());
      train(file, network, compilation.sources().get(compilation.networks().indexOf(network)));
    }
    return status;
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new UsageException(option + " is at least 1, not " + value);
    }
  }

  private Network choose(Path file, List<Network> networks) {
    List<Network> trainable =
        networks.stream()
            .filter(network -> network.training().isPresent() && network.optimizer().isPresent())
            .toList();
    List<Network> chosen =
        trainable.stream()
            .filter(network -> networkName == null || network.name().equals(networkName))
            .toList();
    if (chosen.size() == 1) {
      return chosen.get(0);
    }
    List<String> names = trainable.stream().map(Network::name).toList();
    if (names.isEmpty()) {
      throw new UsageException("no network of " + file + " has a loss and an optimizer");
    }
    throw new UsageException(
        networkName == null
            ? "which of the networks of %s? Choose with --network: %s".formatted(file, names)
            : "%s has no network %s to train, but %s".formatted(file, networkName, names));
  }

  private void train(Path file, Network network, JavaSource source) {
    Path weights = writable(output == null ? file.resolveSibling("weights.safetensors") : output);
    Path checkpoints = checkpoint == null ? resume : checkpoint;
    if (checkpoints != null) {
      writable(checkpoints);
    }
    Model model =
        GeneratedClasses.compile(source).newModel(source.qualifiedName(), seed == null ? 0 : seed);
    DataFiles files =
        DataFiles.read(
            data == null ? file.resolveSibling("data") : data,
            only(model.inputs(), "input"),
            only(model.targets(), "target"));
    if (initialWeights != null) {
      load(model, initialWeights);
    }
    Trainer trainer = model.trainer();
    CheckpointFile before =
        resume == null ? new CheckpointFile(0, 0, 32) : CheckpointFile.load(trainer, resume);
    if (before.epoch() >= epochs) {
      throw new UsageException(
          "%s has %d epochs behind it, and --epochs asks for %d in all"
              .formatted(resume, before.epoch(), epochs));
    }
    if (learningRate != null) {
      setLearningRate(trainer, learningRate);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %,d parameters, %,d training samples, %,d test samples%n",
        network.name(),
        model.parameterCount(),
        files.training().size(),
        files.test().size());
    out.flush();
    long order = seed == null ? before.seed() : seed;
    int batch = batchSize == null ? before.batchSize() : batchSize;
    requireTwoSamples(network, files.training().size(), batch);
    Training.Rest rest = dropLast ? Training.Rest.DROPPED : Training.Rest.KEPT;
    Training training = new Training(model, trainer, files, batch, rest, order);
    training.skip(before.epoch());
    List<String> scheduled =
        network
            .optimizer()
            .flatMap(Network.Optimizer::schedule)
            .map(Network.Schedule::numbers)
            .orElse(List.of());
    for (int epoch = before.epoch() + 1; epoch <= epochs; epoch++) {
      out.println(runEpoch(training, scheduled, "epoch %d/%d".formatted(epoch, epochs)));
      out.flush();
      save(model, weights);
      if (checkpoints != null) {
        new CheckpointFile(epoch, order, batch).save(trainer, checkpoints);
      }
    }
    out.println("weights saved in " + weights);
    out.flush();
  }

  /** Refuses a step of one sample where a layer normalises over the batch, as PyTorch does. */
  private void requireTwoSamples(Network network, int samples, int batch) {
    if (dropLast && samples < batch) {
      throw new UsageException(
          "--drop-last would leave out all of the %,d samples: a step has %,d"
              .formatted(samples, batch));
    }
    boolean lonely = batch == 1 || (!dropLast && samples % batch == 1);
    List<String> layers = lonely ? BatchOfOne.needTwoSamples(network) : List.of();
    if (layers.isEmpty()) {
      return;
    }
    String names = String.join(", ", layers);
    throw new UsageException(
        batch == 1
            ? names
                + " normalises over the batch, and needs more than the one sample of a step: choose"
                + " another --batch-size"
            : String.format(
                Locale.ROOT,
                "%s normalises over the batch, and the last of %,d samples is alone in its step of"
                    + " %,d: leave it out with --drop-last, or choose another --batch-size",
                names,
                samples,
                batch));
  }

  /** A file to be; asked before the training, as a loss of its result would be dear. */
  private static Path writable(Path file) {
    Path directory = file.toAbsolutePath().resolveSibling("").normalize();
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          "cannot write %s: there is no directory %s".formatted(file, directory));
    }
    if (Files.isDirectory(file) || !Files.isWritable(directory)) {
      throw new UsageException(
          "cannot write %s: %s"
              .formatted(
                  file,
                  Files.isDirectory(file) ? "it is a directory" : directory + " is not writable"));
    }
    return file;
  }

  /** Trains on every sample once, and then lets the schedule go on. */
  private String runEpoch(Training training, List<String> scheduled, String title) {
    long start = System.nanoTime();
    double loss = epoch(training, title);
    Training.Result test = training.test();
    StringBuilder line = new StringBuilder(title);
    line.append(String.format(Locale.ROOT, "  loss %.4f  test loss %.4f", loss, test.loss()));
    test.metrics()
        .forEach(
            (name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
    scheduled.forEach(name -> line.append("  " + name + " " + shortened(training.number(name))));
    training.stepSchedule(test);
    double seconds = (System.nanoTime() - start) / 1e9;
    return line.append(String.format(Locale.ROOT, "  %.1f s", seconds)).toString();
  }

  /** Four digits, as many as a rate needs. */
  private static String shortened(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(4)).stripTrailingZeros();
    return Math.abs(number) < 1e-5 ? rounded.toString() : rounded.toPlainString();
  }

  private static double epoch(Training training, String title) {
    Progress progress = Progress.on(System.err);
    progress.begin(title, training.stepsPerEpoch());
    try {
      return training.epoch(stepLoss -> progress.step("loss", stepLoss));
    } finally {
      progress.end();
    }
  }

  private static Port only(List<Port> ports, String kind) {
    if (ports.size() != 1) {
      throw new UsageException(
          "netc train knows data with one input and one target; the network has %d %ss: %s"
              .formatted(ports.size(), kind, ports));
    }
    return ports.get(0);
  }

  private void setLearningRate(Trainer trainer, double rate) {
    if (!trainer.hyperparameters().contains("lr")) {
      throw new UsageException(
          "the optimizer has no lr to set with --lr; it has " + trainer.hyperparameters());
    }
    trainer.setHyperparameter("lr", rate);
    if (resume == null) {
      trainer.startSchedule();
    }
  }

  private static void load(Model model, Path weights) {
    try {
      model.load(weights);
    } catch (CheckpointException e) {
      throw UsageException.because(e);
    }
  }

  private static void save(Model model, Path weights) {
    try {
      model.save(weights);
    } catch (CheckpointException e) {
      throw UsageException.because(e);
    }
  }
}

package dev.netc.compiler.fuzz;

import dev.netc.compiler.Compilation;
import dev.netc.compiler.elaborate.Network;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Examines many inputs, on all processors. Time is that of the processor which a thread has had, so
 * that other work on the machine makes no failure.
 */
final class Fuzzer {
  /** Half of what the main thread of a JVM has where it has little. */
  private static final long SMALL_STACK = 512 * 1024;

  private static final long SECOND = 1_000_000_000L;

  /** What each value of a network's graphs may take beyond the first second. */
  private static final long NANOSECONDS_PER_VALUE = 1_000_000;

  /** After that it is not waited for. */
  private static final long HANGS = 30 * SECOND;

  private static final int MOST_FAILURES = 20;
  private static final int TRIALS = 3000;
  private static final int TRIALS_OF_SLOW_ONES = 60;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Inputs inputs;
  private final long seed;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger compiled = new AtomicInteger();

  /** By what they have in common. */
  private final Map<String, Failing> failures = new ConcurrentHashMap<>();

  /** An input that fails, as small as it could be made. */
  record Failing(Input input, String text, Throwable cause) {
    @Override
    public String toString() {
      StringBuilder all = new StringBuilder(input + " fails: " + cause + "\n");
      Arrays.stream(cause.getStackTrace())
          .filter(frame -> !frame.getClassName().startsWith("java."))
          .limit(12)
          .forEach(frame -> all.append("    at ").append(frame).append('\n'));
      return all.append("with the text\n").append(text).append("\n----\n").toString();
    }
  }

  /** Says that an input took too long. */
  private static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooSlow(long nanoseconds, StackTraceElement[] trace) {
      super("takes " + nanoseconds / 1_000_000 + " ms of processor time");
      setStackTrace(trace);
    }
  }

  /**
   * @param seed of the inputs
   * @param count how many
   */
  Fuzzer(Inputs inputs, long seed, int count) {
    this.inputs = inputs;
    this.seed = seed;
    this.count = count;
  }

  /** How many inputs had no error and became Java. */
  int compiled() {
    return compiled.get();
  }

  /** Examines all inputs, and gives those that fail, one for each way to fail. */
  List<Failing> run() throws InterruptedException {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Worker worker = new Worker();
      workers.add(worker);
      worker.start();
    }
    for (Worker worker : workers) {
      while (worker.isAlive()) {
        worker.join(200);
        Optional<Failing> hanging = workers.stream().flatMap(w -> w.hanging().stream()).findFirst();
        if (hanging.isPresent()) {
          // Its thread cannot be stopped, but it ends with the JVM.
          failures.put("hangs", hanging.get());
          return List.copyOf(failures.values());
        }
      }
    }
    return List.copyOf(failures.values());
  }

  private final class Worker extends Thread {
    private volatile @Nullable Input current;
    private volatile long start;

    Worker() {
      super(null, null, "fuzzing", SMALL_STACK);
      setDaemon(true);
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement();
          i < count && failures.size() < MOST_FAILURES;
          i = next.getAndIncrement()) {
        examine(inputs.of(seed, i));
      }
    }

    private void examine(Input input) {
      Optional<Throwable> failure = failure(input);
      if (failure.isPresent()) {
        String kind = kind(failure.get());
        if (failures.putIfAbsent(kind, new Failing(input, input.text(), failure.get())) == null) {
          String smallest =
              Shrinking.shrink(
                  input.text(),
                  text ->
                      failure(input.withText(text)).filter(f -> kind(f).equals(kind)).isPresent(),
                  failure.get() instanceof TooSlow ? TRIALS_OF_SLOW_ONES : TRIALS);
          failures.put(kind, new Failing(input, smallest, failure.get()));
        }
      }
    }

    /** What is slow at first may only have met a JVM that did not know it yet. */
    private Optional<Throwable> failure(Input input) {
      return once(input).filter(first -> !(first instanceof TooSlow) || once(input).isPresent());
    }

    private Optional<Throwable> once(Input input) {
      start = time();
      current = input;
      try {
        Compilation compilation = Examination.of(input);
        compiled.addAndGet(compilation.sources().isEmpty() ? 0 : 1);
        long used = time() - start;
        return used <= allowed(compilation)
            ? Optional.empty()
            : Optional.of(new TooSlow(used, new StackTraceElement[0]));
      } catch (Throwable failure) {
        return Optional.of(failure);
      } finally {
        current = null;
      }
    }

    /** Of the processor, in nanoseconds. */
    @SuppressWarnings("deprecation") // JDK 19 has another name for it.
    private long time() {
      return THREADS.getThreadCpuTime(getId());
    }

    Optional<Failing> hanging() {
      Input input = current;
      long used = time() - start;
      return input == null || used < HANGS
          ? Optional.empty()
          : Optional.of(new Failing(input, input.text(), new TooSlow(used, getStackTrace())));
    }
  }

  /** A second, and more for what asks for more. */
  private static long allowed(Compilation compilation) {
    long values =
        compilation.networks().stream()
            .map(Network::observed)
            .mapToLong(observed -> observed.graph().values().size())
            .sum();
    boolean isRefusedForLength =
        compilation.diagnostics().stream().anyMatch(d -> d.code().equals("E0325"));
    return (isRefusedForLength ? 4 : 1) * SECOND + values * NANOSECONDS_PER_VALUE;
  }

  /** Failures of one kind come from one line. */
  private static String kind(Throwable failure) {
    if (failure instanceof StackOverflowError || failure instanceof TooSlow) {
      return failure.getClass().getName();
    }
    String at =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.netc"))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("");
    return failure.getClass().getName() + " " + at;
  }
}

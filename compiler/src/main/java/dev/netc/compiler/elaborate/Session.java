package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.elaborate.Network.Print;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Ranges;
import dev.netc.compiler.ir.ScanBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What all frames of one elaboration share. */
final class Session {
  /** What the code is for. */
  enum Mode {
    INFERENCE,
    EVALUATION,
    TRAINING,
    /** What an optimizer does at each step; a condition may be known at run time only. */
    STEP,
    /** The numbers of an optimizer; a condition may be known at run time only. */
    SCHEDULE;

    /** Whether code may depend on what is known at run time only, as no gradient flows in it. */
    boolean branches() {
      return this == STEP || this == SCHEDULE;
    }
  }

  /** How deep expressions and calls may lie in one another; the stack has room for more. */
  private static final int MOST_DEPTH = 600;

  final Program program;
  final Mode mode;
  final Reporter reporter;
  final GraphBuilder builder = new GraphBuilder();
  final Trace trace = new Trace();
  final FlowTracer flow = new FlowTracer();
  final List<Print> prints = new ArrayList<>();
  final Ranges ranges = new Ranges();

  /** What declarations expect and do not find. */
  final List<Unmet> unmet = new ArrayList<>();

  /** The element type of parameters and of real numbers: that of the widest floating input. */
  private ElementType floating = ElementType.FLOAT;

  private Optional<Value> randomKey = Optional.empty();
  private Optional<Value> averaged = Optional.empty();
  private int nextStream;
  private int depth;

  /** The scans whose bodies are being elaborated, the outermost first. */
  final Deque<ScanBuilder> scans = new ArrayDeque<>();

  /** Values of which the runtime draws the like itself. */
  final IdentityHashMap<Value, Start.Drawn> drawn = new IdentityHashMap<>();

  /** The parameters that are computed, as their layers declare them, by path. */
  final Map<String, ReplacedStarts.Replaced> replaced = new LinkedHashMap<>();

  Session(Program program, Mode mode, Reporter reporter) {
    this.program = program;
    this.mode = mode;
    this.reporter = reporter;
  }

  /** Counts one step, which others may be a part of. */
  void enter(Frame frame, Span span) {
    depth++;
    if (depth > MOST_DEPTH) {
      throw reporter.fail(
          frame,
          span,
          "E0105",
          "this is nested too deep",
          "in calls and expressions that lie in one another");
    }
    step(frame, span);
  }

  /** Ends a step. */
  void leave() {
    depth--;
  }

  /** Counts one step, taken at a place. */
  void step(Frame frame, Span span) {
    steps(frame, span, 1);
  }

  /** Counts steps that are about to be taken at a place, and refuses them if they are too many. */
  void steps(Frame frame, Span span, long count) {
    if (reporter.effort.exceeds(count)) {
      throw reporter.effort.isNew() ? tooMany(frame, span, count) : new Failure();
    }
  }

  private Failure tooMany(Frame frame, Span span, long count) {
    return reporter.fail(
        Site.of(frame, span)
            .error(
                "E0325",
                "this takes more than " + text(reporter.effort.most()) + " steps to compile",
                count > 1 ? "here alone are " + text(count) : "")
            .note(
                "the bodies of networks and layers are run when they are compiled, and loops"
                    + " unrolled")
            .help("a `scan` goes along a sequence in a loop that stays one")
            .build());
  }

  private static String text(long steps) {
    return String.format(Locale.ROOT, "%,d", steps);
  }

  ElementType floating() {
    return floating;
  }

  /** Random numbers in [0, 1), others at each call and in each round of a scan. */
  Value random(Shape shape) {
    Value key = randomKey.orElseGet(() -> builder.input(Op.Role.RANDOM, "key", Random.KEY));
    randomKey = Optional.of(key);
    Shape all = shape;
    for (Iterator<ScanBuilder> inner = scans.descendingIterator(); inner.hasNext(); ) {
      all = all.insert(0, inner.next().rounds());
    }
    Value random = builder.random(new TensorType(floating, all), nextStream++, key);
    for (ScanBuilder scan : scans) {
      random = scan.item(random);
    }
    return random;
  }

  /**
   * The number of the batch while statistics are made anew from some batches; 0 in any other
   * training, and in code that is not for training.
   */
  Datum averaging() {
    if (mode != Mode.TRAINING) {
      return Datum.Whole.of(0);
    }
    Value number =
        averaged.orElseGet(
            () ->
                builder.input(
                    Op.Role.HYPERPARAMETER, Network.AVERAGING, TensorType.scalar(ElementType.INT)));
    averaged = Optional.of(number);
    return new Datum.Tensor(number);
  }

  void setFloating(ElementType element) {
    floating = element;
  }
}

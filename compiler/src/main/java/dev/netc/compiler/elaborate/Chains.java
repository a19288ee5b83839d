package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Stage;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.library.Library;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** Runs the stages of a chain, each on what the one before gives. */
final class Chains {
  private static final String SEQUENCE = Library.standard().braces();

  private final Session session;
  private final Evaluator evaluator;
  private final Caller caller;

  /**
   * Where a stage stands.
   *
   * @param parent the layer that owns what the stage makes, if any can
   * @param position the stage's name if it has no label: its place in braces
   * @param before the part of the chain before it, unless it stands in braces
   */
  private record Place(
      Frame frame, Optional<LayerNode> parent, Optional<String> position, Optional<Span> before) {
    Place(Frame frame, Optional<LayerNode> parent, Optional<String> position) {
      this(frame, parent, position, Optional.empty());
    }
  }

  Chains(Session session, Evaluator evaluator, Caller caller) {
    this.session = session;
    this.evaluator = evaluator;
    this.caller = caller;
  }

  /** Where one stage fails, the arguments of those behind it are checked nonetheless. */
  Datum run(Frame frame, Datum head, Span headSpan, List<Stage> stages) {
    Datum datum = head;
    int next = 0;
    try {
      if (!(datum instanceof Items) && !Tensors.isDynamic(datum)) {
        throw new Tensors(session).wrongKind(frame, headSpan, datum, "a tensor before `->`");
      }
      while (next < stages.size()) {
        Stage stage = stages.get(next++);
        Span before =
            next == 1
                ? headSpan
                : new Span(headSpan.file(), headSpan.start(), stages.get(next - 2).span().end());
        datum =
            stage(
                new Place(frame, frame.layer(), Optional.empty(), Optional.of(before)),
                stage,
                datum);
      }
      return datum;
    } catch (Failure reported) {
      if (!frame.isLibrary()) {
        stages.subList(next, stages.size()).forEach(stage -> checkArguments(frame, stage.body()));
      }
      throw reported;
    }
  }

  private void checkArguments(Frame frame, StageBody body) {
    if (body instanceof StageBody.Apply apply) {
      caller.checkArguments(new CallSite(frame, apply.span()), apply);
    } else if (body instanceof StageBody.Sequence sequence) {
      sequence.stages().forEach(stage -> checkArguments(frame, stage.body()));
    } else if (body instanceof StageBody.Repeat repeat) {
      repeat.index().ifPresent(name -> frame.bind(name.text(), Datum.Poison.POISON));
      checkArguments(frame, repeat.body());
      repeat.index().ifPresent(name -> frame.forget(name.text()));
    } else if (body instanceof StageBody.Choice choice) {
      choice.branches().forEach(branch -> checkArguments(frame, branch.body()));
      choice.otherwise().ifPresent(sequence -> checkArguments(frame, sequence));
    }
  }

  /**
   * Applies stages in braces that a name stands for; they share what they own from one use to the
   * next.
   */
  Datum apply(Datum.Stages stages, Span span, Datum input) {
    Frame frame = stages.frame();
    LayerNode owner = stages.node().orElseGet(() -> LayerNode.anonymous(SEQUENCE));
    FlowTracer.Running step = session.flow.begin(Flow.Kind.SEQUENCE, call(owner, span));
    try {
      Datum result =
          body(
              new Place(frame, Optional.of(owner), Optional.empty()),
              stages.body(),
              Optional.of(owner),
              span,
              input);
      requireName(frame, span, owner, "features");
      return session.flow.end(step, List.of(input), result);
    } finally {
      session.flow.abandon(step);
    }
  }

  private Datum stage(Place place, Stage stage, Datum input) {
    Optional<String> name =
        stage
            .label()
            .map(label -> evaluator.text(place.frame(), label, Texts.NAME))
            .or(place::position);
    Datum result;
    if (stage.body() instanceof StageBody.Apply apply) {
      result =
          caller.stage(
              new CallSite(place.frame(), stage.span(), place.before()),
              place.parent(),
              name,
              apply,
              input);
    } else if (stage.body() instanceof StageBody.Print) {
      print(place, stage.span(), input);
      result = input;
    } else {
      LayerNode node =
          place
              .parent()
              .flatMap(
                  parent ->
                      name.map(n -> caller.child(place.frame(), stage.span(), parent, n, SEQUENCE)))
              .orElseGet(() -> LayerNode.anonymous(SEQUENCE));
      result = group(place, stage, node, input);
      requireName(place.frame(), stage.span(), node, "block");
    }
    stage.assertion().ifPresent(shape -> check(place.frame(), shape, result));
    return result;
  }

  /** Stages in braces or a repetition; a choice is what it chooses. */
  private Datum group(Place place, Stage stage, LayerNode node, Datum input) {
    if (place.frame().isLibrary() || stage.body() instanceof StageBody.Choice) {
      return body(place, stage.body(), Optional.of(node), stage.span(), input);
    }
    FlowTracer.Running step =
        session.flow.begin(
            stage.body() instanceof StageBody.Repeat ? Flow.Kind.REPEAT : Flow.Kind.SEQUENCE,
            call(node, stage.span()));
    try {
      Datum result = body(place, stage.body(), Optional.of(node), stage.span(), input);
      return session.flow.end(step, List.of(input), result);
    } finally {
      session.flow.abandon(step);
    }
  }

  private static FlowTracer.Call call(LayerNode node, Span span) {
    boolean named = !node.path().equals("?");
    return new FlowTracer.Call(
        named ? node.path() : SEQUENCE,
        SEQUENCE,
        named ? Optional.of(node.path()) : Optional.empty(),
        span);
  }

  private void requireName(Frame frame, Span span, LayerNode node, String proposal) {
    node.finishApplication();
    if (node.path().equals("?") && node.ownsState()) {
      caller.needsName(frame, span, "these stages own", "need", proposal);
    }
  }

  private Datum body(
      Place place, StageBody body, Optional<LayerNode> owner, Span span, Datum input) {
    return body.accept(
        new StageBody.Visitor<Datum>() {
          @Override
          public Datum visitApply(StageBody.Apply apply) {
            return caller.stage(
                new CallSite(place.frame(), span), owner, place.position(), apply, input);
          }

          @Override
          public Datum visitSequence(StageBody.Sequence sequence) {
            return sequence(place.frame(), owner, sequence, input);
          }

          @Override
          public Datum visitRepeat(StageBody.Repeat repeat) {
            return repeat(place.frame(), owner, repeat, input);
          }

          @Override
          public Datum visitChoice(StageBody.Choice choice) {
            return choice(place.frame(), owner, choice, input);
          }

          @Override
          public Datum visitPrint(StageBody.Print print) {
            print(place, print.span(), input);
            return input;
          }
        });
  }

  private Datum sequence(
      Frame frame, Optional<LayerNode> owner, StageBody.Sequence sequence, Datum input) {
    Datum datum = input;
    int position = 0;
    for (Stage stage : sequence.stages()) {
      datum = stage(new Place(frame, owner, Optional.of(Integer.toString(position))), stage, datum);
      position++;
    }
    return datum;
  }

  /** Copy i is the child i: the one stage of the body itself, or a sequence of its stages. */
  private Datum repeat(
      Frame frame, Optional<LayerNode> owner, StageBody.Repeat repeat, Datum input) {
    int count =
        evaluator.integer(frame, repeat.count().span(), evaluator.evaluate(frame, repeat.count()));
    if (count < 0) {
      throw session.reporter.fail(
          frame, repeat.count().span(), "E0310", "stages are not repeated " + count + " times");
    }
    session.steps(frame, repeat.count().span(), count);
    Datum datum = input;
    List<Stage> stages = repeat.body().stages();
    boolean single = stages.size() == 1 && stages.get(0).label().isEmpty();
    for (int i = 0; i < count; i++) {
      int copy = i;
      repeat.index().ifPresent(name -> frame.bind(name.text(), Datum.Whole.of(copy)));
      Place place = new Place(frame, owner, Optional.of(Integer.toString(i)));
      Stage whole =
          single
              ? stages.get(0)
              : new Stage(repeat.body().span(), Optional.empty(), repeat.body(), Optional.empty());
      datum = stage(place, whole, datum);
    }
    repeat.index().ifPresent(name -> frame.forget(name.text()));
    return datum;
  }

  private Datum choice(
      Frame frame, Optional<LayerNode> owner, StageBody.Choice choice, Datum input) {
    for (StageBody.Choice.Branch branch : choice.branches()) {
      if (evaluator.truth(frame, branch.condition())) {
        return sequence(frame, owner, branch.body(), input);
      }
    }
    return choice
        .otherwise()
        .map(sequence -> sequence(frame, owner, sequence, input))
        .orElse(input);
  }

  private void print(Place place, Span span, Datum input) {
    Value value = new Tensors(session).tensor(place.frame(), span, input);
    session.prints.add(new Network.Print(value.shape(), span));
  }

  /** {@code as [N, 6, 30, 30]}. */
  void check(Frame frame, ShapePattern shape, Datum datum) {
    Value value = new Tensors(session).tensor(frame, shape.span(), datum);
    evaluator
        .patterns()
        .match(frame, shape, new Patterns.Subject(shape.span(), "E0309", "`as` asserts", value));
  }
}

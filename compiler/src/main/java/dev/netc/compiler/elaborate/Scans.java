package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScanBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elaborates {@code scan xt in x along 1 with h = start { … }}: the body is run once. */
final class Scans {
  private final Session session;
  private final Evaluator evaluator;

  Scans(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  /** Runs the statements of a body, and notes what it yields. */
  private static final class Round extends Runner {
    private List<Value> yields = List.of();

    Round(Session session, Evaluator evaluator, Frame frame) {
      super(session, evaluator, frame);
    }

    @Override
    public Optional<Datum> visitYield(Statement.Yield yielded) {
      Datum datum = evaluator.evaluate(frame, yielded.value());
      List<Datum> all = datum instanceof Items items ? items.items() : List.of(datum);
      yields = all.stream().map(each -> floating(session, frame, yielded.value(), each)).toList();
      return Optional.empty();
    }

    @Override
    public Optional<Datum> visitReturn(Statement.Return result) {
      throw session.reporter.fail(
          frame, result.span(), "E0209", "a round of a scan gives its result with `yield`");
    }
  }

  private static Value floating(Session session, Frame frame, Expression expression, Datum datum) {
    return new Tensors(session).as(frame, expression.span(), datum, session.floating());
  }

  /** The stacked yields, then the last carried values. */
  Datum scan(Frame frame, Expression.Scan scan) {
    int axis =
        scan.axis()
            .map(given -> evaluator.integer(frame, given.span(), evaluator.evaluate(frame, given)))
            .orElse(0);
    List<Value> sequences =
        scan.sources().stream().map(source -> sequence(frame, source, axis)).toList();
    checkRounds(frame, scan, sequences);
    List<Value> starts =
        scan.carries().stream()
            .map(c -> floating(session, frame, c.initial(), evaluator.evaluate(frame, c.initial())))
            .toList();
    Map<String, Datum> names = frame.snapshot();
    ScanBuilder builder = new ScanBuilder(session.builder);
    session.scans.addLast(builder);
    try {
      for (int i = 0; i < starts.size(); i++) {
        bind(frame, scan.carries().get(i).name().text(), builder.carry(starts.get(i)));
      }
      for (int i = 0; i < sequences.size(); i++) {
        bind(frame, scan.sources().get(i).name().text(), builder.item(sequences.get(i)));
      }
      List<Value> yields = new ArrayList<>(round(frame, scan.body()));
      List<Value> next = new ArrayList<>();
      for (int i = 0; i < starts.size(); i++) {
        next.add(next(frame, scan.carries().get(i), starts.get(i)));
      }
      int own = yields.size();
      if (own == 0 && starts.isEmpty()) {
        throw session.reporter.fail(
            frame,
            scan.span(),
            "E0310",
            "a scan that carries nothing yields nothing here",
            "no line of it that runs here has a `yield`");
      }
      if (session.mode == Session.Mode.TRAINING) {
        // The way back starts each round from them.
        yields.addAll(builder.carries());
      }
      Value made = builder.finish(next, yields, Scan.Direction.FORWARD);
      return results(made, own, starts.size(), axis);
    } finally {
      session.scans.removeLast();
      frame.restore(names);
    }
  }

  private static void bind(Frame frame, String name, Value value) {
    frame.bind(name, new Datum.Tensor(value));
  }

  private List<Value> round(Frame frame, Block body) {
    Round round = new Round(session, evaluator, frame);
    round.runAll(body);
    return round.yields;
  }

  /** The sequence with the axis that is gone through first. */
  private Value sequence(Frame frame, Expression.Scan.ScanSource source, int axis) {
    if (source.sequence() instanceof Expression.Range range) {
      return range(frame, range);
    }
    Value value =
        new Tensors(session)
            .tensor(frame, source.sequence().span(), evaluator.evaluate(frame, source.sequence()));
    if (axis < -value.rank() || axis >= value.rank()) {
      throw session.reporter.fail(
          frame,
          source.span(),
          "E0307",
          "a scan along axis " + axis + " of a tensor with " + value.rank() + " axes",
          "it is " + value.type());
    }
    return moved(value, axis < 0 ? axis + value.rank() : axis, 0);
  }

  private Value range(Frame frame, Expression.Range range) {
    Dim from =
        evaluator.dimOrNegative(
            frame, range.from().span(), evaluator.evaluate(frame, range.from()));
    Dim to =
        evaluator.dimOrNegative(frame, range.to().span(), evaluator.evaluate(frame, range.to()));
    Dim rounds = evaluator.dim(frame, range.span(), new Datum.Whole(to.minus(from)));
    TensorType type = new TensorType(ElementType.INT, new Shape(List.of(rounds)));
    Value positions = session.builder.iota(type, 0);
    return from.is(0)
        ? positions
        : session.builder.add(
            positions,
            session.builder.broadcastTo(
                session.builder.sizeOf(ElementType.INT, from), type.shape()));
  }

  private Value moved(Value value, int from, int to) {
    List<Integer> order = new ArrayList<>(Axes.range(value.rank()));
    order.remove(from);
    order.add(to, from);
    return session.builder.transpose(value, order);
  }

  private void checkRounds(Frame frame, Expression.Scan scan, List<Value> sequences) {
    Dim rounds = sequences.get(0).dim(0);
    for (int i = 1; i < sequences.size(); i++) {
      if (!sequences.get(i).dim(0).equals(rounds)) {
        throw session.reporter.fail(
            frame,
            scan.sources().get(i).span(),
            "E0303",
            "a scan goes through sequences of "
                + rounds
                + " and of "
                + sequences.get(i).dim(0)
                + " side by side");
      }
    }
  }

  private Value next(Frame frame, Expression.Scan.Carry carry, Value start) {
    String name = carry.name().text();
    Datum datum = frame.lookup(name).orElseThrow();
    Value next = floating(session, frame, carry.initial(), datum);
    if (!next.type().equals(start.type())) {
      throw session.reporter.fail(
          frame,
          carry.span(),
          "E0303",
          "`"
              + name
              + "` is carried as "
              + start.type()
              + " and comes out of a round as "
              + next.type(),
          "each round of a scan gives what it takes");
    }
    return next;
  }

  private Datum results(Value scan, int yields, int carries, int axis) {
    List<Datum> results = new ArrayList<>();
    for (int i = 0; i < yields; i++) {
      Value stacked = ScanBuilder.stacked(session.builder, scan, i);
      int to = axis < 0 ? Math.max(0, axis + stacked.rank()) : Math.min(axis, stacked.rank() - 1);
      results.add(new Datum.Tensor(moved(stacked, 0, to)));
    }
    for (int i = 0; i < carries; i++) {
      results.add(new Datum.Tensor(ScanBuilder.last(session.builder, scan, i)));
    }
    return results.size() == 1 ? results.get(0) : Items.tuple(results);
  }
}

package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.UnknownNames;
import dev.netc.compiler.ast.BinaryOperator;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Message;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Datum.Whole;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Evaluates expressions in a frame. */
final class Evaluator {
  /** The one name under which the library reaches the compiler's own functions. */
  private static final String PRIMITIVE = "primitive";

  private static final Map<String, Double> CONSTANTS =
      Map.of("inf", Double.POSITIVE_INFINITY, "nan", Double.NaN, "pi", Math.PI);

  private final Session session;
  private final Operators operators;
  private final Subscripts subscripts;
  private final Tensors tensors;
  private final Patterns patterns;
  private final Caller caller;
  private final Chains chains;

  Evaluator(Session session) {
    this.session = session;
    this.operators = new Operators(session);
    this.subscripts = new Subscripts(session, this);
    this.tensors = new Tensors(session);
    this.patterns = new Patterns(session, this);
    this.caller = new Caller(session, this);
    this.chains = new Chains(session, this, caller);
  }

  Datum evaluate(Frame frame, Expression expression) {
    try {
      session.enter(frame, expression.span());
      return expression.accept(new InFrame(frame));
    } finally {
      session.leave();
    }
  }

  /** The same, or what stands for the result of something that has failed and been reported. */
  Datum orPoison(Frame frame, Expression expression) {
    try {
      return evaluate(frame, expression);
    } catch (Failure reported) {
      return Datum.Poison.POISON;
    }
  }

  boolean truth(Frame frame, Expression condition) {
    return operators.truth(frame, condition.span(), evaluate(frame, condition));
  }

  Caller caller() {
    return caller;
  }

  Chains chains() {
    return chains;
  }

  Patterns patterns() {
    return patterns;
  }

  /** A whole number that is known now. */
  int integer(Frame frame, Span span, Datum datum) {
    Dim dim = dimOrNegative(frame, span, datum);
    if (!dim.isConstant() || dim.constant() != (int) dim.constant()) {
      throw session.reporter.fail(
          frame,
          span,
          "E0310",
          "expected a whole number that is known at compile time, this is " + dim);
    }
    return (int) dim.constant();
  }

  /** A size: at least one for every size of the free dims. */
  Dim dim(Frame frame, Span span, Datum datum) {
    Dim dim = dimOrNegative(frame, span, datum);
    if (!dim.isAtLeast(1)) {
      String when =
          dim.isConstant() ? "" : " for every size of " + String.join(", ", dim.freeNames());
      throw session.reporter.fail(
          frame,
          span,
          "E0306",
          "a dimension of "
              + dim
              + (when.isEmpty() ? " is below one" : " is not at least one" + when));
    }
    return dim;
  }

  /** A shape that is known at compile time. */
  Shape fixedShape(Frame frame, Expression expression, String whose) {
    Datum datum = evaluate(frame, expression);
    if (!(datum instanceof Items items)) {
      throw tensors.wrongKind(frame, expression.span(), datum, "a shape such as [10, K]");
    }
    Shape shape =
        new Shape(items.items().stream().map(item -> dim(frame, expression.span(), item)).toList());
    return fixed(frame, expression.span(), shape, whose);
  }

  /** A shape, if it is known at compile time. */
  Shape fixed(Frame frame, Span span, Shape shape, String whose) {
    if (!shape.elements().isConstant()) {
      Site site = Site.of(frame, span);
      Diagnostic.Builder error =
          site.error("E0306", whose + " shape must be known at compile time, this is " + shape, "");
      site.libraryCall()
          .ifPresent(called -> Operands.label(session, site, called, parameter -> true, error));
      error.note(
          String.join(", ", shape.elements().freeNames())
              + " is known at run time only, and what is learned has a size of its own");
      throw session.reporter.fail(error.build());
    }
    return shape;
  }

  /** A whole number. */
  Dim dimOrNegative(Frame frame, Span span, Datum datum) {
    if (datum instanceof Whole whole) {
      return whole.value();
    }
    if (datum instanceof Datum.Adjustable adjustable
        && adjustable.initial() == Math.rint(adjustable.initial())
        && Math.abs(adjustable.initial()) < 1L << 53) {
      return Dim.of((long) adjustable.initial());
    }
    if (datum instanceof Datum.Ratio || datum instanceof Datum.Real) {
      throw tensors.notWhole(frame, span, datum);
    }
    throw tensors.wrongKind(frame, span, datum, "a whole number");
  }

  /** A message with the values of its holes. */
  String text(Frame frame, Message message, Texts style) {
    StringBuilder text = new StringBuilder();
    for (Message.Part part : message.parts()) {
      text.append(
          part.accept(
              new Message.PartVisitor<String>() {
                @Override
                public String visitText(Message.Part.Text literal) {
                  return literal.text();
                }

                @Override
                public String visitHole(Message.Part.Hole hole) {
                  return style.of(evaluate(frame, hole.value()));
                }
              }));
    }
    return text.toString();
  }

  /** {@code x.view(…)}: functions are applied, they do not belong to tensors. */
  private static Diagnostic method(Frame frame, Expression.Member member) {
    String name = member.name().text();
    Span value = member.value().span();
    Span place = member.name().span();
    String text = value.file().text();
    boolean called = place.end() < text.length() && text.charAt(place.end()) == '(';
    boolean alone = called && text.substring(place.end() + 1).stripLeading().startsWith(")");
    String start = name + "(" + value.text();
    return Site.of(frame, place)
        .error("E0310", "a tensor has no `." + name + "`", "it is a function")
        .help(
            "apply it: `%s%s)`".formatted(start, alone || !called ? "" : ", …"),
            new Edit(
                new Span(value.file(), value.start(), place.end() + (called ? 1 : 0)),
                !called ? start + ")" : alone ? start : start + ", "))
        .build();
  }

  private Datum lookup(Frame frame, Span span, String name) {
    Optional<Datum> bound = frame.lookup(name);
    if (bound.isPresent()) {
      if (bound.get() == Datum.Poison.POISON) {
        throw new Failure();
      }
      return bound.get();
    }
    Double constant = CONSTANTS.get(name);
    if (constant != null) {
      return new Datum.Real(constant);
    }
    if (name.equals("averaging")) {
      return session.averaging();
    }
    if (name.equals("training")) {
      return new Datum.Truth(session.mode == Session.Mode.TRAINING);
    }
    Optional<Declaration.Function> function = frame.scope().function(name);
    if (function.isPresent()) {
      return new Datum.Declared(function.get());
    }
    if (frame.scope().mayHide(name)) {
      throw new Failure();
    }
    Optional<Span> later = LaterNames.find(frame.declaration(), name, span);
    if (later.isPresent()) {
      throw session.reporter.fail(
          Site.of(frame, span)
              .error("E0201", "`" + name + "` is used before it is bound", "")
              .also(later.get(), "it is bound here")
              .build());
    }
    Failure unknown =
        session.reporter.fail(UnknownNames.diagnostic(frame.scope(), name, span, frame.names()));
    return UnknownNames.meant(frame.scope(), name)
        .map(Datum.Declared::new)
        .orElseThrow(() -> unknown);
  }

  private final class InFrame implements Expression.Visitor<Datum> {
    private final Frame frame;

    InFrame(Frame frame) {
      this.frame = frame;
    }

    @Override
    public Datum visitInteger(Expression.IntegerLiteral literal) {
      return Whole.of(literal.value());
    }

    @Override
    public Datum visitReal(Expression.RealLiteral literal) {
      return new Datum.Real(literal.value());
    }

    @Override
    public Datum visitString(Expression.StringLiteral literal) {
      return new Datum.Text(literal.value());
    }

    @Override
    public Datum visitBoolean(Expression.BooleanLiteral literal) {
      return new Datum.Truth(literal.value());
    }

    @Override
    public Datum visitNone(Expression.NoneLiteral literal) {
      return Datum.Nothing.NONE;
    }

    @Override
    public Datum visitReference(Expression.Reference reference) {
      return lookup(frame, reference.span(), reference.name());
    }

    @Override
    public Datum visitTuple(Expression.TupleExpression tuple) {
      return Items.tuple(all(tuple.elements()));
    }

    @Override
    public Datum visitList(Expression.ListExpression list) {
      return Items.list(all(list.elements()));
    }

    private List<Datum> all(List<Expression> elements) {
      List<Datum> data = new ArrayList<>(elements.size());
      for (Expression element : elements) {
        data.add(evaluate(frame, element));
      }
      return data;
    }

    @Override
    public Datum visitIndex(Expression.Index index) {
      Datum value = evaluate(frame, index.value());
      Datum part = subscripts.index(frame, index.span(), value, index.subscripts());
      if (!(value instanceof Datum.Tensor)) {
        return part;
      }
      String all = index.span().text();
      return noted(index, all.substring(index.value().span().text().length()), part, value);
    }

    @Override
    public Datum visitMember(Expression.Member member) {
      if (frame.isLibrary()
          && member.value() instanceof Expression.Reference reference
          && reference.name().equals(PRIMITIVE)) {
        return new Datum.Builtin(member.name().text());
      }
      String name = member.name().text();
      if (member.value() instanceof Expression.Reference reference
          && frame.lookup(reference.name()).isEmpty()) {
        Optional<Declaration.Function> function =
            frame.scope().function(reference.name() + "." + name);
        if (function.isPresent()) {
          return new Datum.Declared(function.get());
        }
      }
      Datum owner = evaluate(frame, member.value());
      if (owner instanceof Datum.Made made) {
        return stored(made.instance(), name)
            .map(Datum.Tensor::new)
            .orElseThrow(
                () ->
                    session.reporter.fail(
                        frame,
                        member.name().span(),
                        "E0201",
                        "the layer has no parameter or buffer `"
                            + name
                            + "` here; they are there after it has been applied"));
      }
      if (Tensors.isDynamic(owner) && frame.scope().function(name).isPresent()) {
        throw session.reporter.fail(method(frame, member));
      }
      throw tensors.wrongKind(
          frame, member.value().span(), owner, "a layer before `." + name + "`");
    }

    private static Optional<Value> stored(Instance layer, String name) {
      return layer
          .node()
          .flatMap(
              node -> node.weight(name).or(() -> node.buffer(name).map(LayerNode.Kept::value)));
    }

    @Override
    public Datum visitCall(Expression.Call call) {
      Datum callee = evaluate(frame, call.callee());
      return caller.call(new CallSite(frame, call.span()), callee, List.of(), call.arguments());
    }

    @Override
    public Datum visitUnary(Expression.Unary unary) {
      Datum operand = evaluate(frame, unary.operand());
      Datum result = operators.unary(frame, unary.span(), unary.operator(), operand);
      return noted(unary, unary.operator().symbol(), result, operand);
    }

    /** `and` and `or` look at their right side only where the left does not decide. */
    @Override
    public Datum visitBinary(Expression.Binary binary) {
      boolean decides =
          binary.operator() == BinaryOperator.AND || binary.operator() == BinaryOperator.OR;
      Datum left = decides ? evaluate(frame, binary.left()) : orPoison(frame, binary.left());
      if (left instanceof Datum.Truth truth) {
        boolean decided =
            switch (binary.operator()) {
              case AND -> !truth.value();
              case OR -> truth.value();
              default -> false;
            };
        if (decided) {
          return left;
        }
      }
      Datum right = orPoison(frame, binary.right());
      Value.Origin before = session.builder.at(Value.Origin.NONE);
      session.builder.at(
          frame.isLibrary() ? before : new Value.Origin(before.name(), Optional.of(binary.span())));
      try {
        Datum result = operators.binary(frame, binary, left, right);
        return noted(binary, binary.operator().symbol(), result, left, right);
      } finally {
        session.builder.at(before);
      }
    }

    /** Notes an operator of the author's own that gives a tensor. */
    private Datum noted(Expression expression, String name, Datum result, Datum... operands) {
      return frame.isLibrary() || !(result instanceof Datum.Tensor)
          ? result
          : session.flow.leaf(
              Flow.Kind.OPERATOR,
              new FlowTracer.Call(name, expression.span()),
              List.of(operands),
              result);
    }

    @Override
    public Datum visitConditional(Expression.Conditional conditional) {
      Datum condition = evaluate(frame, conditional.condition());
      if (session.mode.branches() && condition instanceof Datum.Tensor) {
        return operators.where(
            frame,
            conditional.span(),
            condition,
            evaluate(frame, conditional.whenTrue()),
            evaluate(frame, conditional.whenFalse()));
      }
      return evaluate(
          frame,
          operators.truth(frame, conditional.condition().span(), condition)
              ? conditional.whenTrue()
              : conditional.whenFalse());
    }

    @Override
    public Datum visitChain(Expression.Chain chain) {
      return chains.run(frame, orPoison(frame, chain.head()), chain.head().span(), chain.stages());
    }

    @Override
    public Datum visitComposite(Expression.Composite composite) {
      return new Datum.Stages(composite.body(), frame, Optional.empty());
    }

    @Override
    public Datum visitAssertion(Expression.Assertion assertion) {
      Datum datum = evaluate(frame, assertion.value());
      chains.check(frame, assertion.shape(), datum);
      return datum;
    }

    @Override
    public Datum visitRange(Expression.Range range) {
      int from = integer(frame, range.from().span(), evaluate(frame, range.from()));
      int to = integer(frame, range.to().span(), evaluate(frame, range.to()));
      session.steps(frame, range.span(), Math.max(0L, (long) to - from));
      return Items.list(IntStream.range(from, to).mapToObj(Whole::of).toList());
    }

    @Override
    public Datum visitScan(Expression.Scan scan) {
      if (frame.isLibrary()) {
        return new Scans(session, Evaluator.this).scan(frame, scan);
      }
      FlowTracer.Running step =
          session.flow.begin(Flow.Kind.OPERATOR, new FlowTracer.Call("scan", scan.span()));
      int first = session.builder.size();
      try {
        Datum result =
            session.flow.muted(() -> new Scans(session, Evaluator.this).scan(frame, scan));
        return session.flow.end(step, taken(session.builder.since(first)), result);
      } finally {
        session.flow.abandon(step);
      }
    }

    /** What new values take of those that were there before. */
    private static List<Datum> taken(List<Value> made) {
      Set<Value> own = new HashSet<>(made);
      Set<Value> taken = new LinkedHashSet<>();
      made.forEach(value -> taken.addAll(value.operands()));
      taken.removeAll(own);
      return taken.stream().<Datum>map(Datum.Tensor::new).toList();
    }
  }
}

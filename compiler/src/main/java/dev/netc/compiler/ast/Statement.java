package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** A line of a body. Which ones may stand in which declaration is for the analysis to say. */
public sealed interface Statement extends Node {

  /** Calls the visitor's method for this kind of statement. */
  <R> R accept(Visitor<R> visitor);

  /** Which way a {@link Port} is used. */
  enum PortKind {
    /** Known always. */
    INPUT,
    /** Known in training only. */
    TARGET
  }

  /**
   * {@code input image: float[N, 1, 32, 32]}, {@code target label: int[N]}.
   *
   * @param span all of it, without the documentation
   * @param doc its documentation
   * @param kind input or target
   * @param name its name
   * @param element its element type
   * @param shape its shape; names bound by nothing else are free until run time
   */
  record Port(
      Span span,
      Optional<Doc> doc,
      PortKind kind,
      Name name,
      ElementName element,
      ShapePattern shape)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPort(this);
    }
  }

  /**
   * {@code y = x -> relu}, {@code (y, _) = x -> rnn: LSTM(128)}.
   *
   * @param span all of it, without the documentation
   * @param doc its documentation
   * @param target the names that are bound
   * @param value their value
   */
  record Binding(Span span, Optional<Doc> doc, Pattern target, Expression value)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBinding(this);
    }
  }

  /**
   * {@code param weight: [out_features, K] ~ uniform(-bound, bound)}.
   *
   * @param span all of it, without the documentation
   * @param doc its documentation
   * @param name its name
   * @param stored the name it is saved under, where that is another, put together: {@code param w
   *     as "weight_{i}": [K]}
   * @param element its element type where one is given
   * @param shape an expression for the list of its sizes, mostly a {@link
   *     Expression.ListExpression}
   * @param initializer how it starts
   */
  record Param(
      Span span,
      Optional<Doc> doc,
      Name name,
      Optional<Message> stored,
      Optional<ElementName> element,
      Expression shape,
      Initializer initializer)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitParam(this);
    }
  }

  /**
   * {@code buffer running_mean: [C] = 0}: saved, not learned.
   *
   * @param span all of it, without the documentation
   * @param doc its documentation
   * @param name its name
   * @param stored the name it is saved under, where that is another, put together
   * @param element its element type where one is given
   * @param shape an expression for the list of its sizes
   * @param initializer how it starts
   */
  record Buffer(
      Span span,
      Optional<Doc> doc,
      Name name,
      Optional<Message> stored,
      Optional<ElementName> element,
      Expression shape,
      Initializer initializer)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBuffer(this);
    }
  }

  /**
   * {@code init "*.weight" ~ xavier_uniform}: parameters of layers start another way than these
   * say.
   *
   * @param span all of it
   * @param globs patterns of the parameters' paths
   * @param initializer how they start
   */
  record Init(Span span, List<Expression.StringLiteral> globs, Initializer initializer)
      implements Statement {

    /** Keeps its own copy of the list. */
    public Init {
      globs = List.copyOf(globs);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInit(this);
    }
  }

  /**
   * {@code update running_mean = …}.
   *
   * @param span all of it
   * @param name the buffer
   * @param value its new value
   */
  record Update(Span span, Name name, Expression value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUpdate(this);
    }
  }

  /**
   * {@code state v = 0}: kept from step to step, per parameter.
   *
   * @param span all of it, without the documentation
   * @param doc its documentation
   * @param name its name
   * @param shape an expression for the list of its sizes, where they are not those of the parameter
   * @param value how it starts
   */
  record State(
      Span span, Optional<Doc> doc, Name name, Optional<Expression> shape, Expression value)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitState(this);
    }
  }

  /**
   * {@code require in_features == K, "expects {in_features} features, has {K}"}.
   *
   * @param span all of it
   * @param condition what must hold at compile time
   * @param message what to say if it does not; the condition itself where absent
   */
  record Require(Span span, Expression condition, Optional<Message> message) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRequire(this);
    }
  }

  /**
   * {@code expect greatest(input) > 1, "takes logits, not probabilities"}.
   *
   * @param span all of it
   * @param condition what most likely does not hold by mistake
   * @param message what to say if it does not, as in {@link Require}
   */
  record Expect(Span span, Expression condition, Optional<Message> message) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitExpect(this);
    }
  }

  /**
   * {@code return y}.
   *
   * @param span all of it; the expression alone for a declaration written with {@code =}
   * @param value what the declaration gives
   */
  record Return(Span span, Expression value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReturn(this);
    }
  }

  /**
   * {@code yield h}, at the end of a {@link Expression.Scan}.
   *
   * @param span all of it
   * @param value what is stacked; the elements of a tuple are stacked each for itself
   */
  record Yield(Span span, Expression value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitYield(this);
    }
  }

  /**
   * <code>if bias { … } else if … { … } else { … }</code>, chosen at compile time.
   *
   * @param span all of it
   * @param branches conditions with their blocks, one at least
   * @param otherwise the block of {@code else}, where there is one
   */
  record If(Span span, List<Branch> branches, Optional<Block> otherwise) implements Statement {
    /** Keeps its own copy of the list. */
    public If {
      branches = List.copyOf(branches);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIf(this);
    }

    /**
     * One condition with its block.
     *
     * @param span both
     * @param condition known at compile time
     * @param body what happens if it holds
     */
    public record Branch(Span span, Expression condition, Block body) implements Node {}
  }

  /**
   * <code>for i in 0..n { … }</code>, unrolled.
   *
   * @param span all of it
   * @param name what counts
   * @param sequence a {@link Expression.Range}, or a list known at compile time
   * @param body one round
   */
  record For(Span span, Name name, Expression sequence, Block body) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFor(this);
    }
  }

  /**
   * {@code output scores, probabilities = softmax(scores)}.
   *
   * @param span all of it, without the documentation
   * @param doc its documentation
   * @param items what comes out, in order, one at least
   */
  record Output(Span span, Optional<Doc> doc, List<Item> items) implements Statement {
    /** Keeps its own copy of the list. */
    public Output {
      items = List.copyOf(items);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOutput(this);
    }

    /**
     * One output.
     *
     * @param span all of it
     * @param name its name
     * @param value its value; that of the name where absent
     */
    public record Item(Span span, Name name, Optional<Expression> value) implements Node {}
  }

  /**
   * {@code loss MSELoss(scores, wanted)}.
   *
   * @param span all of it
   * @param value what training makes small
   */
  record Loss(Span span, Expression value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLoss(this);
    }
  }

  /**
   * <code>optimizer AdamW(lr=3e-4) { "*.bias", "norm*.weight": weight_decay=0 }</code>.
   *
   * @param span all of it
   * @param call the optimizer and its numbers; empty parentheses may have been left out
   * @param groups parameters that get other numbers, in order
   */
  record Optimizer(Span span, Expression.Call call, List<ParameterGroup> groups)
      implements Statement {
    /** Keeps its own copy of the list. */
    public Optimizer {
      groups = List.copyOf(groups);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOptimizer(this);
    }

    /**
     * {@code "*.bias", "norm*.weight": weight_decay=0}, or {@code "*.bias": AdamW(lr=3e-4)}.
     *
     * @param span all of it
     * @param globs patterns for the names of parameters, one at least
     * @param options the numbers they get, all named
     * @param optimizer the optimizer they have of their own, in place of options
     */
    public record ParameterGroup(
        Span span,
        List<Expression.StringLiteral> globs,
        List<Argument> options,
        Optional<Expression.Call> optimizer)
        implements Node {
      /** Keeps its own copies of the lists. */
      public ParameterGroup {
        globs = List.copyOf(globs);
        options = List.copyOf(options);
      }
    }
  }

  /**
   * {@code schedule MultiStepLR(milestones=[30, 60, 90], gamma=0.1)}.
   *
   * @param span all of it
   * @param call the schedule and its numbers; empty parentheses may have been left out
   */
  record Schedule(Span span, Expression.Call call) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSchedule(this);
    }
  }

  /**
   * {@code metric accuracy(logits, label)}, {@code metric top5: accuracy(logits, label, k=5)}.
   *
   * @param span all of it
   * @param label its name where one is given
   * @param value what is reported
   */
  record Metric(Span span, Optional<Name> label, Expression value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMetric(this);
    }
  }

  /**
   * {@code budget parameters <= 12M, memory <= 64MiB at N=1}.
   *
   * @param span all of it
   * @param limits what must not be exceeded, one at least
   */
  record Budget(Span span, List<Limit> limits) implements Statement {
    /** Keeps its own copy of the list. */
    public Budget {
      limits = List.copyOf(limits);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBudget(this);
    }

    /**
     * {@code memory <= 64MiB at N=1}.
     *
     * @param span all of it
     * @param measure what is measured
     * @param most how much it may be
     * @param sizes those that are known at run time only
     */
    public record Limit(Span span, Name measure, Quantity most, List<Size> sizes) implements Node {
      /** Keeps its own copy of the list. */
      public Limit {
        sizes = List.copyOf(sizes);
      }
    }

    /**
     * {@code 64MiB}: a number, with or without a unit.
     *
     * @param span its characters
     * @param text its characters
     */
    public record Quantity(Span span, String text) implements Node {}

    /**
     * {@code N=1}.
     *
     * @param span all of it
     * @param name the size
     * @param value what it is taken to be
     */
    public record Size(Span span, Name name, Expression.IntegerLiteral value) implements Node {}
  }

  /**
   * {@code clip_grad_norm(1.0)}, {@code x -> print}: an expression for its effect.
   *
   * @param span the expression
   * @param expression a call or a chain
   */
  record Evaluate(Span span, Expression expression) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitEvaluate(this);
    }
  }

  /**
   * {@code repr "in_features={in_features}, bias={bias}"}: how the layer shows what it was made
   * from, as PyTorch's {@code extra_repr} does. Several are written one behind another.
   *
   * @param span all of it
   * @param message what is shown
   */
  record Repr(Span span, Message message) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRepr(this);
    }
  }

  /**
   * A line with a mistake that has been reported and hides what it says.
   *
   * @param span what of it was read
   * @param names what it seems to bind, so that the lines behind it can be checked
   */
  record Unreadable(Span span, List<Name> names) implements Statement {
    /** Keeps its own copy of the list. */
    public Unreadable {
      names = List.copyOf(names);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUnreadable(this);
    }
  }

  /** One method for each kind of statement. */
  interface Visitor<R> {
    /** An input or target. */
    R visitPort(Port port);

    /** Names for values. */
    R visitBinding(Binding binding);

    /** Something learned. */
    R visitParam(Param param);

    /** Something kept but not learned. */
    R visitBuffer(Buffer buffer);

    /** Another start of parameters. */
    R visitInit(Init init);

    /** The new value of a buffer. */
    R visitUpdate(Update update);

    /** Something an optimizer keeps. */
    R visitState(State state);

    /** A condition on the user. */
    R visitRequire(Require require);

    /** An expectation. */
    R visitExpect(Expect expect);

    /** How a layer shows itself. */
    R visitRepr(Repr repr);

    /** A result. */
    R visitReturn(Return result);

    /** One slice of the result of a scan. */
    R visitYield(Yield yielded);

    /** A choice. */
    R visitIf(If choice);

    /** An unrolled loop. */
    R visitFor(For loop);

    /** What comes out. */
    R visitOutput(Output output);

    /** What training makes small. */
    R visitLoss(Loss loss);

    /** How parameters are changed. */
    R visitOptimizer(Optimizer optimizer);

    /** How the optimizer's numbers change. */
    R visitSchedule(Schedule schedule);

    /** What is reported. */
    R visitMetric(Metric metric);

    /** What must not be exceeded. */
    R visitBudget(Budget budget);

    /** An expression for its effect. */
    R visitEvaluate(Evaluate evaluate);

    /** What could not be read. */
    R visitUnreadable(Unreadable unreadable);
  }
}

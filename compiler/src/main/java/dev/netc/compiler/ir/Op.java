package dev.netc.compiler.ir;

import java.util.List;

/**
 * What a value is computed by. Few families, each a record; the many elementwise functions are the
 * constants of {@link Elementwise}. An op is equal to another with the same attributes; its
 * operands belong to the {@link Value}.
 */
public sealed interface Op
    permits Op.Source,
        Random,
        Map,
        Cast,
        Reduce,
        ArgReduce,
        Contract,
        Move,
        Gather,
        ScatterAdd,
        Scan {

  /**
   * The type of the result.
   *
   * @throws IllegalArgumentException if the operands do not fit: a fault of the pass that built the
   *     value, as the user's mistakes are found before
   */
  TensorType infer(List<TensorType> operands);

  <R> R accept(Visitor<R> visitor);

  /** What a value comes from that is not computed from other values. */
  sealed interface Source extends Op permits Input, Constant, SizeOf, Iota {
    TensorType type();

    @Override
    default TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 0);
      return type();
    }
  }

  /** A tensor that enters the graph: data, a weight, state. */
  record Input(Role role, String name, TensorType type) implements Source {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.input(this);
    }
  }

  /** What an input of a graph is to the user. */
  enum Role {
    /** Data of the network's inputs. */
    INPUT,
    /** What the output is compared with, in training and evaluation. */
    TARGET,
    /** A learned tensor, named by its path. */
    PARAMETER,
    /** A tensor that is saved but not learned, named by its path. */
    BUFFER,
    /** The gradient that a parameter or input has gathered so far, by the same name. */
    GRADIENT,
    /** The gradient with respect to an output, given by the caller, named as the output. */
    UPSTREAM,
    /** An optimizer's state. */
    STATE,
    /** A number of the optimizer that may change at run time, or its {@code step}. */
    HYPERPARAMETER,
    /** The key of all random numbers, another in each run. */
    RANDOM,
    /** In the body of a scan: what a round gets from the one before. */
    CARRY,
    /** In the body of a scan: the part of a sequence that belongs to a round. */
    ITEM,
    /** In the body of a scan: what each round is given alike. */
    GIVEN
  }

  /** A scalar that is known at compile time; truth is 1, falsehood 0. */
  record Constant(ElementType element, double value) implements Source {
    @Override
    public TensorType type() {
      return TensorType.scalar(element);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }
  }

  /** A size as a scalar, for sizes that are known at run time only. */
  record SizeOf(ElementType element, Dim dim) implements Source {
    @Override
    public TensorType type() {
      return TensorType.scalar(element);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sizeOf(this);
    }
  }

  /** The position along {@code axis} of each element. */
  record Iota(TensorType type, int axis) implements Source {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.iota(this);
    }
  }

  /**
   * One case for each op, with no default: a new op fails to compile until every visitor knows it.
   */
  interface Visitor<R> {
    R input(Input op);

    R constant(Constant op);

    R sizeOf(SizeOf op);

    R iota(Iota op);

    R random(Random op);

    R map(Map op);

    R cast(Cast op);

    R reduce(Reduce op);

    R argReduce(ArgReduce op);

    R contract(Contract op);

    R reshape(Move.Reshape op);

    R transpose(Move.Transpose op);

    R broadcast(Move.Broadcast op);

    R slice(Move.Slice op);

    R pad(Move.Pad op);

    R flip(Move.Flip op);

    R concat(Move.Concat op);

    R window(Move.Window op);

    R overlapAdd(Move.OverlapAdd op);

    R gather(Gather op);

    R scatterAdd(ScatterAdd op);

    R scan(Scan op);
  }
}

package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** What a stage of a chain does with the value that comes in. */
public sealed interface StageBody extends Node {

  /** Calls the visitor's method for this kind of stage. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code relu}, {@code max_pool2d(2)}, {@code Conv2d(6, 3)}, {@code conv1}: a function, a layer
   * that exists, or one made here. Empty parentheses are the same as none.
   *
   * @param span all of it
   * @param callee the function, layer or declaration: a reference or a member of one
   * @param arguments the arguments beside the incoming value
   */
  record Apply(Span span, Expression callee, List<Argument> arguments) implements StageBody {
    /** Keeps its own copy of the list. */
    public Apply {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitApply(this);
    }
  }

  /**
   * <code>{ Conv2d(6, 3) -&gt; BatchNorm2d }</code>: stages one after another, named by position.
   * Without stages it passes its input on.
   *
   * @param span from brace to brace
   * @param stages its stages
   */
  record Sequence(Span span, List<Stage> stages) implements StageBody {
    /** Keeps its own copy of the list. */
    public Sequence {
      stages = List.copyOf(stages);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSequence(this);
    }
  }

  /**
   * <code>repeat(2) i { BasicBlock(64) }</code>: copies one after another.
   *
   * @param span all of it
   * @param count how many
   * @param index the name that counts them from 0, where one is given
   * @param body one copy
   */
  record Repeat(Span span, Expression count, Optional<Name> index, Sequence body)
      implements StageBody {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRepeat(this);
    }
  }

  /**
   * <code>if i == 0 { a } else if i == 1 { b } else { c }</code>: the stages of the first branch
   * whose condition holds at compile time. Without {@code else} the value passes otherwise.
   *
   * @param span all of it
   * @param branches conditions with their stages, one at least
   * @param otherwise the stages of {@code else}, where there is one
   */
  record Choice(Span span, List<Branch> branches, Optional<Sequence> otherwise)
      implements StageBody {
    /** Keeps its own copy of the list. */
    public Choice {
      branches = List.copyOf(branches);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitChoice(this);
    }

    /**
     * One condition with its stages.
     *
     * @param span both
     * @param condition known at compile time
     * @param body the stages
     */
    public record Branch(Span span, Expression condition, Sequence body) implements Node {}
  }

  /**
   * {@code print}: shows the size that passes.
   *
   * @param span the word
   */
  record Print(Span span) implements StageBody {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPrint(this);
    }
  }

  /** One method for each kind of stage. */
  interface Visitor<R> {
    /** A function or layer. */
    R visitApply(Apply apply);

    /** Stages in braces. */
    R visitSequence(Sequence sequence);

    /** Copies. */
    R visitRepeat(Repeat repeat);

    /** A choice. */
    R visitChoice(Choice choice);

    /** A print. */
    R visitPrint(Print print);
  }
}

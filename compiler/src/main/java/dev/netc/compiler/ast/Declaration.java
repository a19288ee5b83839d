package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** What a file declares. */
public sealed interface Declaration extends Node {

  /** The name it is known by. */
  Name name();

  /** Its documentation. */
  Optional<Doc> doc();

  /** Calls the visitor's method for this kind of declaration. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code network Net(width=64) { … }}.
   *
   * @param span from its first word to its closing brace, without the documentation
   * @param doc its documentation
   * @param name its name, that of the generated class
   * @param parameters what can be chosen at compile time; empty where no list is given
   * @param body its lines
   */
  record Network(Span span, Optional<Doc> doc, Name name, List<Parameter> parameters, Block body)
      implements Declaration {
    /** Keeps its own copy of the list. */
    public Network {
      parameters = List.copyOf(parameters);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNetwork(this);
    }
  }

  /**
   * {@code network Wide = Classifier(width=256)}.
   *
   * @param span the whole declaration, without the documentation
   * @param doc its documentation
   * @param name the new name
   * @param base the network it is made from
   * @param arguments the values of that network's parameters
   */
  record NetworkAlias(Span span, Optional<Doc> doc, Name name, Name base, List<Argument> arguments)
      implements Declaration {
    /** Keeps its own copy of the list. */
    public NetworkAlias {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNetworkAlias(this);
    }
  }

  /**
   * A layer, function, loss, optimizer, schedule or metric.
   *
   * <p>Two lists are the static one and the tensors. A single list is the tensors, except for a
   * schedule, which has no tensors. Only in the single list of a {@code fn} may static values stand
   * among the tensors: there the argument decides. A direct application takes {@code tensors}
   * first, then {@code statics}.
   *
   * <p>A body written {@code = expression} is a block whose only statement returns it.
   *
   * @param span the whole declaration, without the documentation
   * @param doc its documentation
   * @param kind what it is
   * @param name its name
   * @param statics the list of what is fixed at compile time
   * @param tensors the list of what flows in; for a {@code fn} with one list all its parameters
   * @param body what it does
   */
  record Function(
      Span span,
      Optional<Doc> doc,
      FunctionKind kind,
      Name name,
      List<Parameter> statics,
      List<Parameter> tensors,
      Block body)
      implements Declaration {
    /** Keeps its own copies of the lists. */
    public Function {
      statics = List.copyOf(statics);
      tensors = List.copyOf(tensors);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFunction(this);
    }
  }

  /** One method for each kind of declaration. */
  interface Visitor<R> {
    /** A network. */
    R visitNetwork(Network network);

    /** A network made from another one. */
    R visitNetworkAlias(NetworkAlias alias);

    /** Anything that can be applied. */
    R visitFunction(Function function);
  }
}

package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Parameter;
import java.util.Optional;

/** What a parameter takes, as far as its default tells. */
enum ValueKind {
  TRUTH("true or false"),
  /** Also {@code none}, or a string or list, as for a padding; but not a truth value. */
  NUMBER("a number"),
  ANY("anything");

  private final String words;

  ValueKind(String words) {
    this.words = words;
  }

  static ValueKind of(Parameter parameter) {
    return parameter.defaultValue().map(ValueKind::of).orElse(ANY);
  }

  private static ValueKind of(Expression usual) {
    if (usual instanceof Expression.BooleanLiteral) {
      return TRUTH;
    }
    boolean number =
        usual instanceof Expression.IntegerLiteral || usual instanceof Expression.RealLiteral;
    return number ? NUMBER : ANY;
  }

  /** What a value should have been, if it cannot be meant. */
  Optional<String> refuses(Datum value) {
    boolean refused =
        switch (this) {
          case TRUTH -> !(value instanceof Datum.Truth) && value != Datum.Poison.POISON;
          case NUMBER -> value instanceof Datum.Truth;
          case ANY -> false;
        };
    return refused ? Optional.of(words) : Optional.empty();
  }

  /** The same for a text of the command line, which is a string if it is nothing else. */
  Optional<String> refusesOption(Datum value) {
    boolean string = this == NUMBER && value instanceof Datum.Text;
    return string ? Optional.of(words) : refuses(value);
  }
}

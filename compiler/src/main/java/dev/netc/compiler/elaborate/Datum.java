package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;

/** What an expression of the language stands for while a program is elaborated. */
sealed interface Datum {

  /** How messages call a datum of this kind, with its article. */
  String kind();

  /** A whole number, which may depend on free dims. */
  record Whole(Dim value) implements Datum {
    static Whole of(long value) {
      return new Whole(Dim.of(value));
    }

    @Override
    public String kind() {
      return "a whole number";
    }
  }

  /** The exact quotient of two whole numbers that is not whole, or not known to be. */
  record Ratio(Dim numerator, Dim denominator) implements Datum {
    @Override
    public String kind() {
      return "a fraction";
    }
  }

  record Real(double value) implements Datum {
    @Override
    public String kind() {
      return "a real number";
    }
  }

  /**
   * A number of an optimizer: known now, but a scalar of the graph, since it may change at run
   * time.
   */
  record Adjustable(Value value, double initial) implements Datum {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Truth(boolean value) implements Datum {
    @Override
    public String kind() {
      return "a truth value";
    }
  }

  record Text(String value) implements Datum {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** The absence of a value. */
  enum Nothing implements Datum {
    NONE;

    @Override
    public String kind() {
      return "none";
    }
  }

  /** A list or tuple; the two differ in how they are shown. */
  record Items(Brackets brackets, List<Datum> items) implements Datum {
    enum Brackets {
      ROUND,
      SQUARE
    }

    public Items {
      items = List.copyOf(items);
    }

    static Items list(List<? extends Datum> items) {
      return new Items(Brackets.SQUARE, List.copyOf(items));
    }

    static Items tuple(List<? extends Datum> items) {
      return new Items(Brackets.ROUND, List.copyOf(items));
    }

    @Override
    public String kind() {
      return brackets == Brackets.ROUND ? "a tuple" : "a list";
    }
  }

  record Tensor(Value value) implements Datum {
    @Override
    public String kind() {
      return "a tensor";
    }
  }

  /**
   * Sequences of several lengths.
   *
   * @param data all of them, side by side {@code [L, N, …]}; what lies behind a length counts for
   *     nothing
   * @param lengths a tensor {@code [N]} of whole numbers, or a list of numbers
   */
  record Packed(Value data, Datum lengths) implements Datum {
    @Override
    public String kind() {
      return "a packed sequence";
    }
  }

  /** A declaration that can be applied, as its name stands for it. */
  record Declared(Declaration.Function function) implements Datum {
    @Override
    public String kind() {
      return "the " + function.kind().word() + " `" + function.name().text() + "`";
    }
  }

  /** A layer that has been made and may be applied many times, or a schedule. */
  record Made(Instance instance) implements Datum {
    @Override
    public String kind() {
      return instance.function.kind() == FunctionKind.SCHEDULE ? "a schedule" : "a layer";
    }
  }

  /**
   * Stages in braces, to be applied where they are used, in the frame that they were written in.
   *
   * @param node the layer that owns what they make, once they have a name
   */
  record Stages(StageBody body, Frame frame, Optional<LayerNode> node) implements Datum {
    @Override
    public String kind() {
      return "stages";
    }
  }

  /** A function of the compiler's own, by its name in the library's {@code primitive}. */
  record Builtin(String name) implements Datum {
    @Override
    public String kind() {
      return "the primitive `" + name + "`";
    }
  }

  /** The result of what has failed and been reported; whatever uses it fails silently. */
  enum Poison implements Datum {
    POISON;

    @Override
    public String kind() {
      return "an error";
    }
  }
}

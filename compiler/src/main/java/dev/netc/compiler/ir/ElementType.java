package dev.netc.compiler.ir;

/** The type of a tensor's elements, under the name that Java knows it by. */
public enum ElementType {
  FLOAT("float"),
  DOUBLE("double"),
  INT("int"),
  BOOL("bool");

  private final String text;

  ElementType(String text) {
    this.text = text;
  }

  /** Whether a gradient can flow through elements of this type. */
  public boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  public boolean isNumeric() {
    return this != BOOL;
  }

  /** The bytes of one element in a Java array. */
  public int bytes() {
    return switch (this) {
      case FLOAT, INT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case BOOL -> 1;
    };
  }

  /** The Java type of one element. */
  public String java() {
    return this == BOOL ? "boolean" : text;
  }

  @Override
  public String toString() {
    return text;
  }
}

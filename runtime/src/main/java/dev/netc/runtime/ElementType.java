package dev.netc.runtime;

/** The type of a tensor's elements: one of the Java primitives that a network may compute with. */
public enum ElementType {
  FLOAT("float", "torch.float32"),
  DOUBLE("double", "torch.float64"),
  INT("int", "torch.int32"),
  BOOL("bool", "torch.bool");

  private final String keyword;
  private final String torchName;

  ElementType(String keyword, String torchName) {
    this.keyword = keyword;
    this.torchName = torchName;
  }

  /** The name in a {@code .net} file: {@code float}, {@code double}, {@code int}, {@code bool}. */
  public String keyword() {
    return keyword;
  }

  /** The name of the same type in PyTorch, such as {@code torch.float32}. */
  public String torchName() {
    return torchName;
  }

  /** True for {@code FLOAT} and {@code DOUBLE}. */
  public boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  @Override
  public String toString() {
    return keyword;
  }
}

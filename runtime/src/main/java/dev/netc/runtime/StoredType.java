package dev.netc.runtime;

import java.nio.ByteBuffer;

/** An element type of a safetensors file, and how its elements become those of a tensor. */
enum StoredType {
  F64(8, ElementType.DOUBLE),
  F32(4, ElementType.FLOAT),
  F16(2, ElementType.FLOAT),
  BF16(2, ElementType.FLOAT),
  I64(8, ElementType.INT),
  I32(4, ElementType.INT),
  I16(2, ElementType.INT),
  I8(1, ElementType.INT),
  U8(1, ElementType.INT),
  BOOL(1, ElementType.BOOL);

  private final int bytes;
  private final ElementType type;

  StoredType(int bytes, ElementType type) {
    this.bytes = bytes;
    this.type = type;
  }

  /** The bytes of an element. */
  int bytes() {
    return bytes;
  }

  /** The type of a tensor read from elements of this type. */
  ElementType type() {
    return type;
  }

  /** The type in which tensors of {@code type} are written. */
  static StoredType of(ElementType type) {
    return switch (type) {
      case FLOAT -> F32;
      case DOUBLE -> F64;
      case INT -> I32;
      case BOOL -> BOOL;
    };
  }

  /**
   * Reads {@code count} elements to positions from {@code start} on of a tensor of {@link #type}.
   *
   * @throws ArithmeticException if a whole number does not fit an int
   */
  void read(ByteBuffer from, Tensor to, int start, int count) {
    switch (type) {
      case FLOAT -> {
        float[] storage = to.floatStorage();
        for (int i = start; i < start + count; i++) {
          storage[i] = readFloat(from);
        }
      }
      case DOUBLE -> {
        double[] storage = to.doubleStorage();
        for (int i = start; i < start + count; i++) {
          storage[i] = from.getDouble();
        }
      }
      case INT -> {
        int[] storage = to.intStorage();
        for (int i = start; i < start + count; i++) {
          storage[i] = readInt(from);
        }
      }
      case BOOL -> {
        boolean[] storage = to.boolStorage();
        for (int i = start; i < start + count; i++) {
          storage[i] = from.get() != 0;
        }
      }
    }
  }

  /** Writes {@code count} elements of a tensor from position {@code start} on. */
  static void write(Tensor from, int start, int count, ByteBuffer to) {
    int first = from.offset() + start;
    switch (from.type()) {
      case FLOAT -> {
        float[] storage = from.floatStorage();
        for (int i = first; i < first + count; i++) {
          to.putFloat(storage[i]);
        }
      }
      case DOUBLE -> {
        double[] storage = from.doubleStorage();
        for (int i = first; i < first + count; i++) {
          to.putDouble(storage[i]);
        }
      }
      case INT -> {
        int[] storage = from.intStorage();
        for (int i = first; i < first + count; i++) {
          to.putInt(storage[i]);
        }
      }
      case BOOL -> {
        boolean[] storage = from.boolStorage();
        for (int i = first; i < first + count; i++) {
          to.put((byte) (storage[i] ? 1 : 0));
        }
      }
    }
  }

  private float readFloat(ByteBuffer from) {
    return switch (this) {
      case F16 -> half(from.getShort());
      case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
      default -> from.getFloat();
    };
  }

  private int readInt(ByteBuffer from) {
    return switch (this) {
      case I64 -> Math.toIntExact(from.getLong());
      case I16 -> from.getShort();
      case I8 -> from.get();
      case U8 -> from.get() & 0xFF;
      default -> from.getInt();
    };
  }

  /** The float of an IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        };
    return bits < 0 ? -size : size;
  }
}

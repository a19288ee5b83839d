package dev.netc.runtime;

/** The plain loops of {@link Blocks}. */
final class ScalarBlocks implements BlockKernels {
  /** It has no state. */
  static final ScalarBlocks PLAIN = new ScalarBlocks();

  private ScalarBlocks() {}

  @Override
  public void map(Function function, float[] x, int xAt, float[] z, int zAt, int count) {
    switch (function) {
      case NEG -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = -x[xAt + i];
        }
      }
      case ABS -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = Math.abs(x[xAt + i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = Math.signum(x[xAt + i]);
        }
      }
      case FLOOR -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = (float) Math.floor(x[xAt + i]);
        }
      }
      case CEIL -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = (float) Math.ceil(x[xAt + i]);
        }
      }
      case ROUND -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = (float) Math.rint(x[xAt + i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = (float) Math.sqrt(x[xAt + i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = value(function, x[xAt + i]);
        }
      }
    }
  }

  static float value(Function function, float x) {
    return switch (function) {
      case EXP -> (float) Math.exp(x);
      case EXPM1 -> (float) Math.expm1(x);
      case LOG -> (float) Math.log(x);
      case LOG1P -> (float) Math.log1p(x);
      case SIN -> (float) Math.sin(x);
      case COS -> (float) Math.cos(x);
      case TANH -> (float) Math.tanh(x);
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case ERF -> Maths.erf(x);
      // These have loops.
      case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, SQRT -> throw new AssertionError(function);
    };
  }

  @Override
  public void sigmoidSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      float value = y[yAt + i];
      z[zAt + i] = x[xAt + i] * (value * (1 - value));
    }
  }

  @Override
  public void erfPlusOne(float[] x, int xAt, float[] z, int zAt, float[] e, int eAt, int count) {
    for (int i = 0; i < count; i++) {
      float some = x[xAt + i];
      z[zAt + i] = 1 + Maths.erf(some);
      e[eAt + i] = (float) Math.exp(-(some * some));
    }
  }

  @Override
  public void tanhSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      float value = y[yAt + i];
      z[zAt + i] = x[xAt + i] * (1 - value * value);
    }
  }

  @Override
  public void combine(
      Operator operator, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] + y[yAt + i];
        }
      }
      case SUB -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] - y[yAt + i];
        }
      }
      case SUB_SWAPPED -> combine(Operator.SUB, y, yAt, x, xAt, z, zAt, count);
      case MUL -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] * y[yAt + i];
        }
      }
      case DIV -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] / y[yAt + i];
        }
      }
      case DIV_SWAPPED -> combine(Operator.DIV, y, yAt, x, xAt, z, zAt, count);
      case MAX -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = Math.max(x[xAt + i], y[yAt + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = Math.min(x[xAt + i], y[yAt + i]);
        }
      }
      case POW -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = (float) Math.pow(x[xAt + i], y[yAt + i]);
        }
      }
      case REM -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = remainder(x[xAt + i], y[yAt + i]);
        }
      }
      case EQ -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] == y[yAt + i] ? 1f : 0f;
        }
      }
      case NE -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] != y[yAt + i] ? 1f : 0f;
        }
      }
      case LT -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] < y[yAt + i] ? 1f : 0f;
        }
      }
      case LE -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] <= y[yAt + i] ? 1f : 0f;
        }
      }
      case GT -> combine(Operator.LT, y, yAt, x, xAt, z, zAt, count);
      case GE -> combine(Operator.LE, y, yAt, x, xAt, z, zAt, count);
    }
  }

  @Override
  public void combine(
      Operator operator, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] + y;
        }
      }
      case SUB -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] - y;
        }
      }
      case SUB_SWAPPED -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = y - x[xAt + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] * y;
        }
      }
      case DIV -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] / y;
        }
      }
      case DIV_SWAPPED -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = y / x[xAt + i];
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = Math.max(x[xAt + i], y);
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = Math.min(x[xAt + i], y);
        }
      }
      case POW -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = (float) Math.pow(x[xAt + i], y);
        }
      }
      case REM -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = remainder(x[xAt + i], y);
        }
      }
      case EQ -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] == y ? 1f : 0f;
        }
      }
      case NE -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] != y ? 1f : 0f;
        }
      }
      case LT -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] < y ? 1f : 0f;
        }
      }
      case LE -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] <= y ? 1f : 0f;
        }
      }
      case GT -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] > y ? 1f : 0f;
        }
      }
      case GE -> {
        for (int i = 0; i < count; i++) {
          z[zAt + i] = x[xAt + i] >= y ? 1f : 0f;
        }
      }
    }
  }

  private static float remainder(float x, float y) {
    return (float) (x - Math.floor((double) x / y) * y);
  }

  @Override
  public void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = Math.fma(x[xAt + i], y[yAt + i], a[aAt + i]);
    }
  }

  @Override
  public void fma(float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = Math.fma(x[xAt + i], y, a[aAt + i]);
    }
  }

  @Override
  public void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = Math.fma(x[xAt + i], y, a);
    }
  }

  @Override
  public void where(
      float[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }

  @Override
  public void where(
      float[] c, int cAt, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y;
    }
  }

  @Override
  public void where(
      float[] c, int cAt, float x, float[] y, int yAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x : y[yAt + i];
    }
  }

  @Override
  public void load(boolean[] x, int xAt, float[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = x[xAt + i] ? 1f : 0f;
    }
  }

  @Override
  public void store(float[] x, int xAt, boolean[] z, int zAt, int count) {
    for (int i = 0; i < count; i++) {
      z[zAt + i] = x[xAt + i] != 0;
    }
  }
}

"""Pictures as pages show them: several sizes of each, and nothing of who took it where.

    read → what each file holds, by its hash       ready.py
    plan → which sizes and formats there are       sizes.py   (pure)
    make → the bytes, in processes, kept by hash   make.py, from decode.py, encode.py, strip.py

What pages show is decided from what was made (`site/pictures.py`); the files are copied from
where they are kept when the output is written. Social cards are drawn likewise (`draw.py`).
"""

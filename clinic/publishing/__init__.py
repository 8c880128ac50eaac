"""What the clinic's content becomes: drafted, checked, reviewed, published; and its history.

`drafts` holds changes of files of `content/` until a second person with a licence approves them,
`publishing` writes them there, all or none, and `versions` keeps every text a file ever had, with
who, when and why. The files stay the truth: an edit in an editor is noticed and is a version too.
"""
